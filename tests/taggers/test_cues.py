import numpy as np

from sentiment_lab.taggers.cues import CUES, NAMES, CueTable, cue_counts
from sentiment_lab.taggers.reading import read

TABLE = CueTable()


def counts(text: str) -> dict[str, float]:
    reading = read([text])
    return dict(zip(NAMES, cue_counts(reading, TABLE.find(reading))[0].tolist(), strict=True))


def test_phrases_are_counted_whatever_their_case_and_apostrophes():
    found = counts("It COULD HAVE BEEN great. I wasn’t bored: not bad!")
    assert found["contrary"] >= 1
    assert found["negated"] >= 1
    assert found["praise"] == 1


def test_a_phrase_that_crosses_a_sentence_is_none():
    assert counts("Yeah. Right")["mockery"] == counts("Nothing")["mockery"] == 0
    assert counts("Yeah right")["mockery"] == 1


def test_a_standard_counts_only_where_it_is_written_as_a_name():
    assert counts("a rocky start, then jaws drop")["standard"] == 0
    assert counts("no better than Rocky or Jaws")["standard"] == 2


def test_each_text_of_a_batch_has_its_own_counts():
    reading = read(["", "yeah right", "dull, dull, dull"])
    found = cue_counts(reading, TABLE.find(reading))
    assert found.shape == (3, len(NAMES))
    assert not found[0].any()
    assert found[2, NAMES.index("criticism")] == 3


def test_every_phrase_of_every_list_is_found_in_a_text_made_of_it():
    for name, phrases in CUES.items():
        texts = [phrase.title() for phrase in phrases]
        reading = read(texts)
        found = cue_counts(reading, TABLE.find(reading))[:, NAMES.index(name)]
        missed = [text for text, count in zip(texts, found, strict=True) if count == 0]
        assert np.count_nonzero(found) == len(texts), (name, missed)
