"""Bulk letters to an industry: published, every other one also mailed to employers, each with a letter of its own."""

from monitoring_letters.models import CampaignAddressee
from unionlaw.bench.drawn import Drawn
from unionlaw.bench.writer import Writer

State = CampaignAddressee.State
LETTERS, WAITING, EXCLUDED = 60, 40, 3


class Campaigns:
    """Public letters as they come; letters to single employers that are issued then are those of the last campaign."""

    def __init__(self, writer: Writer, employers: range) -> None:
        self.writer, self.employers = writer, employers
        self.published = 0
        self.mailing = 0
        """The campaign that is being mailed; 0 while none is."""
        self.known: set[int] = set()

    def publish(self, m: Drawn) -> None:
        """Write how a public letter was made known; the first and every other one is a campaign."""
        on, at = m.life.on("letter.published"), m.life.at("letter.published")
        if on:
            self.writer.add("monitoring_letters_publication", m.pk, on, "本会网站", 300, 6_000)
        self.published += 1
        if self.published % 2 == 0:
            return
        m.umbrella = True
        self.writer.add("monitoring_letters_campaign", m.pk, "", "{}", at, m.owner if at else None, at)
        self.mailing, self.known = (m.pk if at else 0), set()
        for state, count in ((State.EXCLUDED, EXCLUDED), (State.WAITING, 0 if at else WAITING)):
            for step in range(count):
                employer = self.employers[(m.employer - self.employers.start + step) % len(self.employers)]
                self._addressee(m.pk, employer, state, None, "已注销" if state == State.EXCLUDED else "")

    def address(self, m: Drawn, instrument: str, issued: bool) -> None:
        """Make the letter one of the campaign that is being mailed, if it can be."""
        if not self.mailing or not issued or instrument != "notice" or m.employer in self.known:
            return
        self._addressee(self.mailing, m.employer, State.ISSUED, m.pk, "")
        if len(self.known) == LETTERS:
            self.mailing = 0

    def _addressee(self, campaign: int, employer: int, state: str, letter: int | None, reason: str) -> None:
        if employer in self.known:
            return
        self.known.add(employer)
        self.writer.add(
            "monitoring_letters_campaignaddressee", campaign, employer, len(self.known), state, letter, reason
        )
