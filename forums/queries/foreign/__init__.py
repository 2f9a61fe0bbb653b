"""Topics of other forums, as they are brought over."""

from forums.queries.foreign.discourse import topic_of_discourse
from forums.queries.foreign.lines import topics_in_lines
from forums.queries.foreign.machina import machina_areas, machina_people, topics_of_machina
from forums.queries.foreign.shapes import ForeignPost, ForeignTopic, NotReadable, Writer

__all__ = [
    "ForeignPost",
    "ForeignTopic",
    "NotReadable",
    "Writer",
    "machina_areas",
    "machina_people",
    "topic_of_discourse",
    "topics_in_lines",
    "topics_of_machina",
]
