"""Phrases that aim sentiment at something other than the film under review."""

from .phrases import phrases

# The other work that is praised or blamed.
OTHER_WORKS = phrases(
    """
    the book; the books; the novel; the novels; novel; the original; original version; the
    original film; the original movie; the first film; the first movie; the first one; first
    two; the second one; second film; the sequel; sequels; prequel; the remake; remake; remakes;
    the series; tv series; the show; the tv show; the play; the stage version; stage play; stage
    production; broadway; the musical; the comic; the comics; comic book; video game; the game;
    the games; source material; the short story; the manga; previous film; previous films;
    previous movie; previous movies; previous work; earlier film; earlier films; earlier work;
    later films; other film; other films; other movie; other movies; others; another film;
    another movie; other versions; other version; this version; that version; adaptation;
    adaptations; predecessor; predecessors; trilogy; franchise; installment; instalment; entry;
    entries; season; seasons; episode; episodes; masterpieces; classics; the classic; his best;
    her best; his other; her other; their other; his later; his earlier; her earlier; best work;
    other work; other roles; usually; normally; used to be; back then; these days; nowadays;
    modern; today's; hollywood movies; most movies; most films; many movies; many films; typical
    """
)

# How one thing is set against another.
MEASURES = phrases(
    """
    better than; worse than; more than; less than; rather than; other than; not as good as; as
    good as; as bad as; not as; nowhere near; near as; compared to; compared with; in
    comparison; by comparison; comparison; comparisons; compare; comparing; unlike; superior;
    inferior; instead; instead of; surpasses; outdoes; beats; pales; pale; stick to; stick with;
    go see; go watch; go rent; see instead; watch instead; rent instead; prefer; preferred; the
    same as; same old; than this; than the; than any; than most; than that; reminds me; reminded
    me; reminiscent; similar to; different from; different than; equal; on par; up there with;
    lives up to; live up to; living up; not since; as opposed to; in contrast; on the other
    hand; whereas; a far cry; far from; closer to; more like; nothing like; something like; half
    as; twice as; even more; even better; even worse; much better; much worse; far better; far
    superior; far worse; way better
    """
)

# Opinions that are not the author's own.
OTHER_VOICES = phrases(
    """
    critics; the critics; critic; reviewers; reviewer; reviews; other reviews; other reviewers;
    other comments; comments; commenters; people say; people said; some people; many people;
    most people; everyone; everybody; everyone says; they say; i was told; told me; i heard;
    heard that; i read; had read; hype; hyped; overrated; underrated; rave; raves; raved;
    praise; praised; acclaimed; ebert; maltin; imdb; rating; ratings; my friends; my friend; my
    wife; my husband; my girlfriend; my boyfriend; audience; audiences; the audience; fans; fan;
    haters; detractors; those who; people who; anyone who; some will; some may; some might;
    others may; others will; contrary to; despite what; don't listen; disagree; agree with;
    surprised by; recommended by; supposed to be; considered; regarded; reputation; popular; box
    office; award; awards; oscar
    """
)
