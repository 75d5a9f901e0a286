"""What the labels of one data set are called in another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..class_order import usual_order
from ..exceptions import UsageError, unknown_name


@dataclass(frozen=True)
class LabelMap:
    """Labels that stand for the same class, as ``--map-label`` says.

    Two labels are of one class where they are called alike once both are renamed, so that
    ``fresh=positive`` serves a model of either data set.

    Attributes:
        names: What a label is called instead; labels that are not there keep their name.
    """

    names: Mapping[str, str] = field(default_factory=dict[str, str])

    def name_of(self, label: str) -> str:
        """What a label is called."""
        return self.names.get(label, label)

    def require_known(self, labels: Iterable[str]) -> None:
        """Refuse a mapping of a label that no data set has.

        Raises:
            UsageError: There is one; it is named with the nearest label that there is.
        """
        known = set(labels)
        for label in self.names:
            if label not in known:
                raise unknown_name("label in --map-label", label, known)


def parse_label_map(items: Sequence[str]) -> LabelMap:
    """The mapping that ``LABEL=NAME`` says, as after ``--map-label``.

    Raises:
        UsageError: An item has another form, a label is mapped twice, or onto one that is mapped
            itself.
    """
    names: dict[str, str] = {}
    for item in items:
        label, equals, name = (part.strip() for part in item.partition("="))
        if not (label and equals and name):
            raise UsageError(f"--map-label takes LABEL=NAME, such as fresh=positive, not '{item}'")
        if names.get(label, name) != name:
            raise UsageError(f"--map-label maps '{label}' to '{names[label]}' and to '{name}'")
        names[label] = name
    for label, name in names.items():
        if name != label and name in names:
            raise UsageError(
                f"--map-label maps '{label}' to '{name}', which is mapped itself: map both to one "
                "name"
            )
    return LabelMap(names)


def translate_labels(
    label_map: LabelMap,
    labels: Sequence[str],
    classes: Sequence[str],
    *,
    labels_of: str,
    classes_of: str,
) -> dict[str, str]:
    """The class that each label of one data set is of in another; several may be of one class.

    Args:
        label_map: What labels are called.
        labels: All labels of the one data set, in their order.
        classes: All classes of the other, in their order.
        labels_of: Name of the one.
        classes_of: Name of the other.

    Raises:
        UsageError: A label is of no class, a class has no label, or two classes are called alike.
    """
    by_name: dict[str, str] = {}
    for each in classes:
        name = label_map.name_of(each)
        if name in by_name:
            raise UsageError(
                f"--map-label calls two classes of {classes_of} '{name}', {by_name[name]} and "
                f"{each}: its models tell them apart, so that each needs a name of its own"
            )
        by_name[name] = each
    found = {label: by_name.get(label_map.name_of(label)) for label in labels}
    translated = {label: name for label, name in found.items() if name is not None}
    if len(translated) < len(labels) or set(translated.values()) != set(classes):
        raise UsageError(
            f"the labels of {labels_of} ({', '.join(labels)}) are not those of {classes_of} "
            f"({', '.join(classes)}): say which are the same{_hint(labels, classes)}"
        )
    return translated


def _hint(labels: Sequence[str], classes: Sequence[str]) -> str:
    """The options to give; only where usual names tell which label is which."""
    ours, theirs = usual_order(labels), usual_order(classes)
    if ours is None or theirs is None or len(ours) != len(theirs):
        return " by --map-label LABEL=CLASS, once for each that differs"
    pairs = zip(ours, theirs, strict=True)
    options = [f"--map-label {one}={other}" for one, other in pairs if one != other]
    return f", such as {' '.join(options)}"
