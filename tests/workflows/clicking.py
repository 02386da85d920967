"""One reviewer at one browser, without a browser: a session, a CSRF token, and a form that may be old by now."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from tests.workflows.server import HOST
from workflows.registration import NEW_PROFILE
from workflows.states import Action, ReturnReason

PATIENCE = 60
# Seconds beyond the storm's own in which a machine that is busy otherwise may catch up.
MOST_EXTRA = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
STEP = re.compile(r'name="task_state" value="(\d+)"')
CRITERION = re.compile(r'name="(criterion-\d+)"')
VERDICTS = (Action.APPROVE, Action.APPROVE, Action.APPROVE, Action.APPROVE, Action.RETURN, Action.REFUSE)


@dataclass(frozen=True)
class Answer:
    """What the portal said to one click."""

    user: int
    nomination: int
    step: int
    verdict: Action
    status: int
    body: str


class Reviewer(threading.Thread):
    """Opens cases, leaves them open for a while, and decides: what is still there, and what is gone."""

    def __init__(self, *, port: int, user: int, cookie: str, cases: list[int], until: threading.Event) -> None:
        super().__init__()
        self.user, self.cases, self.until = user, cases, until
        self.answers: list[Answer] = []
        self.pages: list[int] = []
        self.trouble: list[str] = []
        self._cookies = {"sessionid": cookie}
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        # Forms opened before: case, step, token and what the sheet asks.
        self._forms: list[tuple[int, int, str, list[str]]] = []
        self._chance = random.Random(user)

    def run(self) -> None:
        """Click until the time is over."""
        try:
            while not self.until.is_set():
                if not self._forms or self._chance.random() < 0.5:
                    self._open(self._chance.choice(self.cases))
                else:
                    self._decide(self._chance.choice(self._forms))
        except Exception as error:  # a thread's exception would be lost
            self.trouble.append(f"{type(error).__name__}: {error}")
        finally:
            self._connection.close()

    def _open(self, nomination: int) -> None:
        status, text = self._ask("GET", f"/admin/desk/{nomination}/")
        self.pages.append(status)
        token, step = TOKEN.search(text), STEP.search(text)
        if token and step:
            criteria = sorted(set(CRITERION.findall(text)))
            self._forms.append((nomination, int(step[1]), token[1], criteria))

    def _decide(self, form: tuple[int, int, str, list[str]]) -> None:
        nomination, step, token, criteria = form
        verdict = self._chance.choice(VERDICTS)
        data: dict[str, Any] = {
            "csrfmiddlewaretoken": token,
            "verdict": verdict.value,
            "task_state": step,
            "profile": NEW_PROFILE,
            "reason_codes": ReturnReason.OTHER.value,
            "return_reason": "Cần bổ sung.",
            "refuse_reason": "Không đúng đối tượng.",
            "justification": "Đã kiểm tra.",
            **dict.fromkeys(criteria, "met"),
        }
        status, text = self._ask("POST", f"/admin/desk/{nomination}/decide/", urlencode(data))
        self.answers.append(Answer(self.user, nomination, step, verdict, status, text[:4000]))
        if self._chance.random() < 0.7:
            self._forms.remove(form)

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {
            "Host": f"{self._connection.host}:{self._connection.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return response.status, text


def let_click(reviewers: list[Reviewer], seconds: float, enough: Callable[[], bool]) -> None:
    """Let them all click at once for a while, on a busy machine until enough has happened; wait for the last answer."""
    began = time.monotonic()
    for reviewer in reviewers:
        reviewer.start()
    while (spent := time.monotonic() - began) < seconds or (spent < seconds + MOST_EXTRA and not enough()):
        time.sleep(0.1)
    reviewers[0].until.set()
    for reviewer in reviewers:
        reviewer.join(PATIENCE)
        assert not reviewer.is_alive(), "a request was never answered"
