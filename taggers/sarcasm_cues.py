"""Phrases of mock praise, of feigned belief and of scorn."""

from .phrases import phrases

# Feigned enthusiasm: rarely meant as it reads.
MOCKERY = phrases(
    """
    yeah right; yeah sure; oh great; oh goody; oh joy; oh boy; oh brother; oh please; oh wait;
    oh yeah; oh sure; oh really; oh no; oh dear; wow what a; wow what; gee; golly; gosh; geez;
    jeez; sheesh; wowee; whee; yippee; yay; hooray; hurray; hurrah; bravo; congratulations;
    congrats; nice going; way to go; nice try; big surprise; what a surprise; surprise surprise;
    what a shock; what a shocker; what a concept; how original; how convenient; how nice; how
    clever; how touching; how sweet; how lovely; how exciting; how realistic; how lucky; lucky me;
    lucky us; thanks a lot; thank you hollywood; the oscar goes to; deserves an oscar; sarcasm;
    sarcastic; sarcastically; go figure; silly me; my bad; imagine my surprise; did i mention; i
    kid you not; rocket scientist; rocket science; einstein; nobel prize; ladies and gentlemen;
    boys and girls; voila; presto; ta da; wait for it; blah blah; yadda yadda; duh; yawn; snore;
    zzz; riiight; not to worry; fear not; spoiler alert; heaven forbid; god forbid; perish the
    thought; call me crazy; color me; if you say so; i'm sure; good luck
    """
)

# Belief or certainty put on for show.
PRETENCE = phrases(
    """
    apparently; supposedly; allegedly; evidently; obviously; presumably; surely; no doubt;
    undoubtedly; somehow; magically; miraculously; conveniently; seriously; whatever; please;
    come on; c'mon; hello; i mean; guess what; believe it or not; as if; must be; must have; i
    guess; i suppose; so called; self proclaimed; you see; genius; masterpiece; it's a wonder;
    no wonder; my favorite part; my favourite part; best part; unintentional; unintentionally;
    laughable; laughably
    """
)

# Scorn by absurd exaggeration or rhetorical question.
SCORN = phrases(
    """
    who needs; who cares; who knew; what were they thinking; what was he thinking; what on earth;
    why on earth; why bother; are you kidding; you're kidding; are we supposed; am i supposed;
    did anyone; did anybody; does anyone; has anyone; how many times; how hard; makes you wonder;
    one wonders; i wonder if; i wondered if; you might as well; might as well; if your idea of;
    paint dry; watching paint; root canal; insomnia; lobotomy; gouge; eyeballs; my eyes; brain
    cells; monkey; monkeys; chimp; chimps; blackmail; blackmailed; paycheck; mortgage; year old;
    year olds; high school; grader; on drugs; on crack; smoking; for some reason; for no reason;
    for no apparent reason; out of nowhere; do yourself a favor; do yourself a favour; unless you;
    life back; minutes of my life; hours of my life; cure for; torture; punishment; apologize;
    apologise; fell asleep
    """
)
