"""Phrases that hedge a verdict, concede something against it, or leave no room for doubt."""

from .phrases import phrases

HEDGES = phrases(
    """
    pretty; quite; rather; fairly; somewhat; a bit; a little; a bit too; a little too; mostly;
    mildly; moderately; reasonably; relatively; slightly; kind of; kinda; sort of; sorta; overall;
    all in all; at times; in places; for the most part; on the whole; by and large; at least; more
    or less; not quite; doesn't quite; isn't quite; never quite; not really; doesn't really; not
    very; not much; not exactly; not entirely; not always; not particularly; not too bad; not bad;
    not half bad; not that bad; not great; not a great; not perfect; far from perfect; not the
    best; not the worst; no masterpiece; nothing special; nothing great; decent; okay; ok;
    passable; watchable; average; mediocre; so so; competent; serviceable; tolerable; forgettable;
    acceptable; adequate; mixed; uneven; inconsistent; interesting; amusing; likable; likeable;
    enough; if only; i liked; i enjoyed; quite good; pretty good; fairly good; very good; worth a
    look; worth a watch; worth seeing; worth watching; worth a rental; guilty pleasure
    """
)

CONCESSIONS = phrases(
    """
    but; however; though; although; despite; in spite of; while; yet; even though; nevertheless;
    nonetheless; still; otherwise; except; except for; apart from; aside from; other than that;
    that said; that being said; having said that; on the other hand; on the plus side; on the down
    side; on the downside; on the positive side; on the negative side; to be fair; in fairness;
    admittedly; granted; unfortunately; sadly; flaw; flaws; flawed; weakness; weaknesses; weak
    points; strong points; shortcomings; drawback; drawbacks; downside; upside; complaint;
    complaints; my only; only problem; only complaint; main problem; problem is; biggest problem;
    one problem; few problems; some problems; nitpick; quibble; quibbles; saving grace; saving
    graces; redeeming; redeems; redeemed; could have been; could've been; should have been; might
    have been; would have been better; would have liked; could have done; wasted potential; had
    potential; has potential; lot of potential; potential; promising; hit and miss; hit or miss;
    mixed bag; mixed feelings; ups and downs; its moments; some good; some nice; some great; some
    funny; some interesting; a few good; few laughs; few good; a few nice; does have; does a good
    job; too long; too much; too many; overlong; lacks; lacked; better than expected; better than
    i expected; not as bad as; not as good as; forgive; forgivable; overlook; can't help but; good
    and bad; the good; the bad; as good as; falls short; fell short; lets down; let down; missed
    opportunity; wanted to like; wanted to love; tries; tried; pacing; loses
    """
)

# Words of an undivided verdict speak against mixed sentiment.
EXTREMES = phrases(
    """
    worst; the best; ever made; ever seen; all time; waste of time; waste your time; waste;
    garbage; crap; crappy; masterpiece; avoid at all costs; avoid; piece of crap; horrible; awful;
    terrible; amazing; brilliant; perfect; superb; absolutely; must see; highly recommend; highly
    recommended; favorite; favourite; wonderful; excellent; please; at all; stupid; pathetic; love
    this; loved this; one of the worst; one of the best; my life; utter; utterly; complete;
    completely; greatest; fantastic; outstanding; zero; nothing
    """
)
