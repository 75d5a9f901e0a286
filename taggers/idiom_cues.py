"""Figurative fixed expressions that carry sentiment, and words that tone a verdict down."""

from .phrases import phrases

IDIOMS = phrases(
    """
    watching paint dry; watch paint dry; breath of fresh air; jumped the shark; jump the shark;
    cup of tea; piece of cake; waste of space; waste of celluloid; bored to tears; bored to
    death; bored me to tears; scraping the barrel; bottom of the barrel; barrel scraping; train
    wreck; trainwreck; car crash; car wreck; blown away; blew me away; blows away; blow your
    mind; mind blowing; knocks your socks; knocked my socks; on the edge; edge of my seat; edge
    of your seat; edge of the seat; hits the mark; hit the mark; misses the mark; missed the
    mark; miss the mark; hit the nail; hits the nail; nail on the head; hit home; hits home;
    strikes a chord; struck a chord; steals the show; stole the show; steal the show; steals
    every scene; saving grace; tip of the iceberg; icing on the cake; cherry on top; last nail;
    nail in the coffin; last straw; final straw; at the drop of a hat; beat a dead horse;
    beating a dead horse; dead horse; dead in the water; falls flat; fell flat; fall flat; falls
    apart; fell apart; fall apart; falls short; fell short; run of the mill; cookie cutter;
    paint by numbers; by the numbers; off the mark; over the top; through the roof; through the
    motions; going through the motions; phoned in; phoning it in; phoned it in; sleep walking;
    on autopilot; cash cow; cash in; cashing in; easy money; a dime a dozen; dime a dozen;
    diamond in the rough; hidden gem; needle in a haystack; out of the park; home run; slam
    dunk; knocked it out; hit and miss; hit or miss; mixed bag; good the bad; in a nutshell; to
    boot; long shot; by a long shot; by far; heart and soul; heart strings; heartstrings; tugs
    at; pulls at; tear jerker; lump in my throat; goose bumps; goosebumps; chills down; down my
    spine; hair stand; laugh out loud; laughed out loud; laughed my; split my sides; side
    splitting; belly laughs; rolling on the floor; in stitches; bursting at the seams; fish out
    of water; cut to the chase; worth its weight; weight in gold; pure gold; comedy gold; worth
    every penny; every penny; money's worth; your money; money back; life back; never get back;
    gouge my eyes; poke my eyes; pull my hair; tear my hair; root canal; like pulling teeth;
    pulling teeth; pain in the; sore thumb; eye candy; guilty pleasure; must see; head and
    shoulders; cut above; a cut above; second to none; bar none; hands down; top notch; first
    rate; second rate; third rate; state of the art; down the drain; down the toilet; flush;
    straight to the; go to hell; up to snuff; up to par; up to scratch; par for the course;
    below par; hold a candle; holds a candle; hold water; holds water; doesn't hold up; holds
    up; stands the test; test of time; stand up; beyond me; beats me; beyond belief; rings true;
    ring true; rings hollow; made of wood; cardboard cut; one trick pony; lost its way; lose the
    plot; lost the plot; off the rails; runs out of steam; run out of steam; ran out of steam;
    out of gas; bite off; bites off more; jaw dropping; jaw dropped; rock bottom; new low; all
    time low; nothing to write home; write home about; wild goose chase; mile a minute;
    mishmash; hodgepodge; hotch potch; neither fish nor fowl; kettle of fish; bang for your
    buck; bang for the buck; pulls no punches; pull no punches; packs a punch; pack a punch;
    hard to swallow; pinch of salt; grain of salt; tough pill; leaves a bad taste; bad taste in;
    taste in my mouth; left me cold; leaves me cold; leaves you cold; leave you cold; cold fish;
    speaks volumes; speak volumes; says it all; says a lot; takes the cake; take the cake; takes
    the biscuit; flash in the pan; cake walk; cats and dogs; elephant in the room; stroke of
    genius; labor of love; labour of love; match made in heaven; made in heaven; out of this
    world; on cloud nine; over the moon; happy camper; music to my ears; sight for sore eyes;
    feast for the eyes; easy on the eyes; child's play; rocket science; insult to injury; slap
    in the face; kick in the; thumbs up; thumbs down; two thumbs; hats off; kudos; big time; in
    the same boat; the whole nine yards; full circle; dull as dishwater; dull as ditchwater; as
    a brick; bag of tricks; tricks up; smoke and mirrors; style over substance; snooze fest;
    snoozefest; yawn fest; yawnfest; a total bomb; turkey; stinks to; stinker; sucks; scraped;
    the kitchen sink; kitchen sink; rough around the edges; rough edges; wears thin; wore thin;
    worn thin; worn out its welcome; overstays its welcome; outstays its welcome; wears out its
    welcome; overstayed its welcome; grows on you; grew on me; grow on you; sheds light; food
    for thought; eye opener; eye opening; thought provoking; out of the box; outside the box;
    ahead of its time; jack of all; master of none; more than meets; skin deep; in over his head
    """
)

HEDGES = phrases(
    """
    kind of; kinda; sort of; sorta; i guess; i suppose; i think; i feel; in my opinion; imo;
    imho; i would say; i'd say; it seems; seems to; seemed to; somewhat; fairly; pretty; rather;
    quite; a bit; a little; a little bit; slightly; mildly; moderately; reasonably; relatively;
    mostly; partly; partially; more or less; for the most part; on the whole; overall; all in
    all; to some extent; in some ways; in a way; at times; sometimes; occasionally; maybe;
    perhaps; possibly; probably; arguably; apparently; might; may; could; could be; might be;
    may be; not too bad; not bad; not that bad; not so bad; not half bad; not great; not
    terrible; not the worst; not the best; okay; ok; o k; alright; all right; decent; passable;
    watchable; so so; average; mediocre; fair; adequate; acceptable; tolerable; bearable;
    serviceable; competent; it's just me; maybe it's me; just me; don't know; not sure; i'm not
    sure; hard to say; difficult to say; i can't say; can't really say; i don't know; depends;
    depending; if you like; if you're; if you are; worth a look; worth a watch; worth a rental;
    worth a try; worth renting; if nothing else; at least; better than nothing; has its moments;
    had its moments; its moments; nothing special; nothing great; no masterpiece; not a
    masterpiece; far from perfect; not perfect; isn't perfect; so bad it's; passes the time;
    pass the time; kill time; killing time; mixed feelings; mixed bag; neither; half; almost;
    nearly; not really; not quite; not exactly; not entirely; not very; tad; good enough;
    enough; i admit; admittedly; to be fair; to be honest; honestly; i must admit; i have to
    admit; personally; for me; to me; your mileage
    """
)
