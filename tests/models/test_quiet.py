import logging

from transformers.utils import logging as transformers_logging

from sentiment_lab.models.quiet import quiet_transformers


def test_nothing_is_logged_inside_and_all_is_as_before_afterwards():
    logger = logging.getLogger("huggingface_hub")
    before = logger.level
    transformers_logging.enable_progress_bar()
    with quiet_transformers():
        assert not logger.isEnabledFor(logging.ERROR)
        assert not transformers_logging.is_progress_bar_enabled()
    assert logger.level == before
    assert transformers_logging.is_progress_bar_enabled()


def test_progress_bars_that_were_off_stay_off():
    transformers_logging.disable_progress_bar()
    with quiet_transformers():
        pass
    assert not transformers_logging.is_progress_bar_enabled()
    transformers_logging.enable_progress_bar()
