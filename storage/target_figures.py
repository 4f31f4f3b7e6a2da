"""What has come in against the targets of a tree so far: of its figure and product, over its period."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from sales.kpi import Pace
from sales.measures import Measure
from sales.scopes import Level, Scope
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.measures import Ask, Counted
from storage.postings import ledger
from storage.products import products
from storage.sales_measures import within
from storage.scoreboards import Board, board_of, teams_of
from storage.target_trees import Tree

_TIME = "K04"
"""A figure that needs the working days, so that they are reckoned."""


def board_for(db: Connection, gazettes: Gazettes, tree: Tree, now: datetime) -> Board:
    """What is counted of a tree's scope and its parts; a fixed few questions."""
    place = tree.place
    teams = teams_of(db, place.scope)
    board = board_of(db, gazettes, teams, place.stretch, now, (place.kpi, _TIME))
    if not place.product:
        return board
    counted = sold_of(db, Ask(teams, place.stretch.first, place.stretch.end, now), place.product)
    reps: dict[int, dict[str, int]] = {}
    for (_, rep_id), sums in counted.items():
        reps.setdefault(rep_id, {Measure.NET.value: 0})[Measure.NET.value] += sums[Measure.NET.value]
    return replace(board, counted=counted, reps=reps)


def sold_of(db: Connection, ask: Ask, product: str) -> Counted:
    """Net amount of a product by its code, or of a group of them, by rep."""
    team, rep = ledger.c.team_id, ledger.c.rep_id
    meant = (products.c.code == product) | (products.c.group == product)
    asked = select(team, rep, func.sum(ledger.c.amount)).join(products, products.c.id == ledger.c.product_id)
    rows = db.execute(asked.where(meant, *within(ask)).group_by(team, rep))
    return {(row[0], row[1]): {Measure.NET.value: row[2].minor} for row in rows}


def pace_of(board: Board, tree: Tree, scope: Scope) -> Pace:
    """How a scope of the tree stands; of a rep in a team's tree what counts is what they did in that team."""
    nodes = {node.scope: node for node in (tree.node, *tree.children)}
    target = nodes[scope].target if scope in nodes else None
    done = board.figure(scope, tree.place.kpi).value or 0
    home = tree.node.scope if scope.level is Level.REP else scope
    return Pace(done, target.value if target else None, *board.days_of(home))
