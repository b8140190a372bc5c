"""The results as a table for people and as JSON for machines."""

import json
from pathlib import Path

from unionlaw.bench.sides import Ratio


def table(results: list[Ratio]) -> str:
    """One line a ratio: measured, goal, floor, verdict, worst page."""
    lines = [f"{'':10} {'ratio':>7} {'goal':>6} {'floor':>6}  verdict    pages  worst"]
    for result in results:
        within = [bound for bound in ("goal", "floor") if not result.exceeds(getattr(result, bound), result.ratio)]
        verdict = within[0] if within else "too slow"
        lines.append(
            f"{result.key:10} {result.ratio:7.2f} {result.goal:6.2f} {result.floor:6.2f}  {verdict:9} "
            f"{result.measured:6}  {result.worst}  {result.detail}"
        )
    return "\n".join(lines)


def as_json(results: list[Ratio]) -> dict[str, dict[str, object]]:
    """{"P1": {"ratio": 1.07, "goal": 1.1, …}, …}"""
    return {
        result.key: {
            "ratio": round(result.ratio, 3),
            "goal": result.goal,
            "floor": result.floor,
            "worst": result.worst,
            "detail": result.detail,
            "measured": result.measured,
            "evened": result.evened,
            "in_full": result.in_full,
            "runners_up": result.runners_up,
        }
        for result in results
    }


def keep(path: Path, results: list[Ratio], *, matters: int) -> None:
    """Write the results to `path`, each with the size it was measured at; ratios not among them stay as they were."""
    former = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found = {key: {**value, "matters": matters} for key, value in as_json(results).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**former, **found}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
