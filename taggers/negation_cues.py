"""Negated, disappointed and contrary-to-fact sentiment."""

from .phrases import phrases

NEGATED = phrases(
    """
    not bad; not so bad; not that bad; not too bad; not half bad; wasn't bad; isn't bad; not as
    bad; wasn't as bad; isn't as bad; nothing bad; not the worst; not good; not very good; not
    that good; isn't good; wasn't good; not great; not funny; isn't funny; wasn't funny; not a
    bad; not a good; not a great; not an; no good; not even; not only; not just; nothing wrong;
    nothing special; nothing new; nothing more; nothing less; nothing but; nothing to; no fault;
    no complaints; can't complain; can't fault; cannot fault; not without; without being;
    without ever; never boring; never dull; never fails; never bored; never gets; doesn't
    disappoint; not disappointed; didn't disappoint; not to be missed; don't miss; don't be
    fooled; don't get me wrong; don't believe; can't help; couldn't help; not to mention; hard
    not to; hardly; scarcely; barely; far from; anything but; by no means; no means; not
    exactly; not really; not quite; not particularly; not entirely; not necessarily; not
    perfect; isn't perfect; not a masterpiece; no masterpiece; not for everyone; isn't for
    everyone; not my; didn't like; don't like; didn't enjoy; did not like; did not enjoy; didn't
    hate; don't hate; didn't love; didn't work; doesn't work; does not work; didn't find; no
    sense; no reason; no point; no one; not worth; isn't worth; wasn't worth; not recommend;
    wouldn't recommend; can't recommend; cannot recommend; lack; lacks; lacking; lacked; lack
    of; fails to; failed to; fail to; nor; neither; not one; not once; no longer; isn't that;
    not that; wasn't that; cannot; unable; instead of being; rather than being; avoids; avoided;
    dislike; disliked; overcome; not because; couldn't care; could care less; couldn't be; never
    quite; never really; doesn't quite; doesn't really; didn't really; don't really
    """
)

CONTRARY = phrases(
    """
    could have been; could've been; could have; could've; should have been; should've been;
    should have; should've; would have been; would've been; would have; would've; might have
    been; might have; might've; had it been; had they; had the; if only; if it weren't; if it
    wasn't; if it were; if it had; if they had; if the; if you; wish; i wish; wished; wanted to
    like; wanted to love; really wanted; i wanted; tried to like; tried to love; hoped; hoping;
    was hoping; hope; expected; expecting; was expecting; i expected; expectations; high
    expectations; low expectations; looked forward; looking forward; promising; promise;
    promised; potential; had potential; wasted; waste of; wasted potential; missed opportunity;
    opportunity; supposed to be; supposed to; was supposed; meant to be; intended; attempt;
    attempts; attempted; tries; tries to; tried to; trying to; trying too hard; almost; nearly;
    but for; otherwise; unfortunately; sadly; too bad; a shame; it's a shame; shame; a pity;
    pity; alas; let down; letdown; disappointed; disappointing; disappointment; disappointingly;
    surprised; surprisingly; pleasantly surprised; to my surprise; better than expected; than i
    expected; than i thought; i thought; thought it would; thought this would; sounded; seemed
    like; looked like it; should be; ought to; would be; could be; might be; may be; may not;
    might not; would not; wouldn't; couldn't; shouldn't
    """
)
