"""A small polarity lexicon of general English, written for this project.

The lists hold inflected forms, since looking a form up is cheaper than reducing it. Words that
mostly tell the story of a film (love, horror, kill) are left out on purpose.
"""


def _forms(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


POSITIVE = _forms(
    """
    absorbing acclaimed accomplished admirable admirably adorable adored affecting amazing
    amazingly amused amusing appealing appreciate appreciated astonishing atmospheric authentic
    awesome beautiful beautifully beauty believable beloved best breathtaking brilliance brilliant
    brilliantly brisk captivated captivating captures charm charming charmingly charms chilling
    classic classy clever cleverly commendable compelling competent convincing convincingly cool
    crafted creative creepy dazzling decent deft deftly delicious delight delighted delightful
    delightfully delights distinctive dynamic effective effectively effortless effortlessly
    elegant enchanting engaging engrossing enjoy enjoyable enjoyably enjoyed enjoying enjoyment
    entertained entertaining entertains enthralling evocative excellence excellent excellently
    excels exceptional exceptionally exciting exhilarating expertly exquisite extraordinary
    fabulous fantastic fascinating faultless favorite favorites favourite favourites fine finest
    flawless flawlessly fresh fun funniest funny gem gems genius genuine genuinely glorious good
    gorgeous graceful great greatest greatly gripping gritty haunting heartbreaking heartfelt
    heartwarming highlight highlights hilarious hilariously honest humorous hypnotic imaginative
    immersive impeccable impress impressed impressive incredible ingenious innovative insightful
    inspirational inspired inspiring intelligent intelligently intense interesting intrigued
    intriguing invaluable inventive involving irresistible joy likable likeable liked lovable
    loved lovely loves lovingly lush magical magnetic magnificent magnificently marvellous
    marvelous masterful masterfully masterly masterpiece masterpieces memorable mesmerizing
    meticulous moving neat nice nicely nuanced originality outstanding perfect perfection
    perfectly phenomenal pleasant pleasantly pleased pleasure poetic poignant polished powerful
    praise priceless profound provocative realistic recommend recommended refreshing refreshingly
    remarkable remarkably resonant rewarding riveting robust romp satisfied satisfying scariest
    sensational sensitive shines sincere skilful skilled skillful skillfully slick smart solid
    soulful spectacular spellbinding splendid splendidly standout stellar strong stunning
    stunningly stylish sublime subtle subtlety succeeds successful successfully superb superbly
    surprisingly suspenseful sweet talent talented terrific thoughtful thrilled thrilling tight
    timeless touching treasure treat tremendous triumph underrated understated unforgettable
    unique unpretentious uplifting vibrant vivid well wit witty wonderful wonderfully worth
    worthwhile worthy
    """
)

NEGATIVE = _forms(
    """
    abominable abomination absurd abysmal amateur amateurish annoyed annoying annoyingly appalling
    appallingly atrocious atrociously awful awfully awkward awkwardly bad badly banal bizarre blah
    bland bloated bomb bore bored boredom boring botched cardboard careless caricature caricatures
    cheap cheesy cliche cliched cliches cliché clichéd clichés clumsy clunky complain complaint
    complaints contrived corny crap crappy cringe cringing cumbersome dated dire disappoint
    disappointed disappointing disappointingly disappointment disappoints disaster disastrous
    disgrace disgusting disjointed dismal drab dragged drags dreadful dreadfully dreary dreck
    drivel dull dumb dumbest embarrassed embarrassing embarrassingly embarrassment excruciating
    excruciatingly failed failing fails failure fake feeble filler flat flaw flawed flaws flimsy
    flop forced forgettable formulaic frustrated frustrating garbage generic gratuitous hackneyed
    hideous hideously hokey hollow horrendous horrible horribly horrid idiotic illogical
    implausible inaccurate inane incoherent incompetent incomprehensible inconsistent inept
    inexcusable insipid insufferable insult insulting insults irrelevant irritated irritating joke
    junk lackluster lacklustre lame laughable laughably lazy letdown lifeless limp loathsome lousy
    ludicrous meandering meaningless mediocre mess messy mindless miscast miserably mistake
    mistakes monotonous muddled mundane nauseating needlessly nonexistent nonsense nonsensical
    obnoxious offensive outdated overacted overacting overblown overdone overlong overrated padded
    painful painfully pathetic pathetically pedestrian plodding pointless poor poorer poorest
    poorly preachy predictable predictably preposterous pretentious problem problems redundant
    repetitive ridiculous ridiculously ripoff rubbish ruined ruins senseless shallow shoddy silly
    simplistic slapdash sloppy sluggish stale stereotyped stereotypes stereotypical stiff stilted
    stinker stunk stupid stupidest stupidity stupidly suck sucked sucks superficial tacky
    tasteless tedious tediously tedium terrible terribly tired tiresome trash trashy travesty
    tripe trite turkey ugly unappealing unbearable unconvincing underdeveloped underwhelming
    undeveloped uneven unexplained unfunny uninspired uninspiring unintentional unintentionally
    uninteresting unlikable unlikeable unnecessarily unnecessary unoriginal unrealistic
    unsatisfying unwatchable useless vacuous vapid vile waste wasted wasting weak weaker weakest
    weakness weaknesses wooden worse worst worthless wretched yuck
    """
)

NEGATORS = _forms(
    """
    not no never nothing none neither nor nobody nowhere hardly barely scarcely without cannot cant
    can't couldn't didn't doesn't don't dont hadn't hasn't haven't isn't wasn't weren't won't
    wouldn't shouldn't ain't aren't lack lacked lacking lacks
    """
)

# Between a negator and the word it turns: an adverb or article; anything else ends its reach.
NEGATION_BRIDGES = _forms(
    """
    a an the any all at so too very really that this much even particularly especially exactly
    quite entirely completely totally as be been is was of to in get find found have had it its
    remotely truly terribly overly one single
    """
)

CONTRASTS = _forms(
    """
    but however although though despite yet nevertheless nonetheless still otherwise except unless
    albeit whereas unfortunately sadly while
    """
)
