"""What was found of a customer's willingness before."""

from sqlalchemy import or_, select

from sales.willingness import HIGHEST, Willingness
from storage.customers import customers
from storage.engine import Connection
from storage.visits import Visit, standing, visits


def score_before(db: Connection, visit: Visit) -> Willingness | None:
    """The complete score of the customer's last visit before this one, by anybody; None where there is none.

    Merged customers are one; of two visits on one date the one entered first is the earlier.
    """
    same = customers.c.id == visit.customer_id
    counted = select(customers.c.id).where(or_(same, customers.c.root_id == visit.customer_id))
    on, said = visits.c.visited_on, visit.findings
    earlier = or_(on < said.visited_on, (on == said.visited_on) & (visits.c.id < visit.id))
    complete = (visits.c.score_of == HIGHEST) & standing
    asked = select(visits.c.score).where(visits.c.customer_id.in_(counted), complete, earlier)
    points = db.scalar(asked.order_by(on.desc(), visits.c.id.desc()).limit(1))
    return None if points is None else Willingness(points, HIGHEST)
