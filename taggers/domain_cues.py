"""Terms of film as a domain, films and makers that serve as a standard, ways of comparing."""

from .phrases import phrases

# Kinds of film whose very name is a verdict, or turns one round.
GRADES = phrases(
    """
    b movie; b movies; b flick; b flicks; b grade; b film; b films; b horror; z movie; z grade;
    grade z; z movies; grade b; c grade; direct to video; direct to dvd; straight to video;
    straight to dvd; made for tv; made for television; tv movie; tv movies; made for cable; movie
    of the week; lifetime movie; lifetime movies; lifetime channel; hallmark movie; hallmark
    channel; after school special; afterschool special; sci fi channel; syfy; mst3k; mystery
    science theater; mystery science theatre; razzie; razzies; golden raspberry; golden turkey;
    bottom 100; so bad it's good; so bad its good; so bad it is good; so bad that it's good; so
    bad it's funny; so bad it was funny; so good it's bad; camp; campy; campiness; campfest; camp
    classic; kitsch; kitschy; cheese; cheesy; cheesiness; cheesefest; schlock; schlocky;
    schlockfest; trash cinema; trashy; exploitation; blaxploitation; sexploitation;
    nunsploitation; grindhouse; drive in; troma; asylum; roger corman; corman; full moon; low
    budget; no budget; micro budget; shoestring budget; zero budget; bad movie; bad movies; bad
    movie night; bad film; popcorn movie; popcorn flick; popcorn; guilty pleasure; chick flick;
    chick flicks; date movie; tear jerker; tearjerker; rental; mockbuster; midnight movie; cult;
    cult classic; cult film; cult following; cult status; turkey; stinker
    """
)

# Terms of craft, genre and trade.
CRAFT = phrases(
    """
    auteur; auteurs; art house; arthouse; art film; art films; artsy; artsy fartsy; indie;
    independent film; independent films; independent cinema; film noir; noir; noirish; neo noir;
    giallo; giallos; spaghetti western; new wave; nouvelle vague; neorealism; neo realism; dogme;
    expressionism; expressionist; surrealist; surrealism; avant garde; cinema verite; verite; mise
    en scene; tour de force; method acting; scene chewing; chews the scenery; chewing the scenery;
    scenery chewing; phoned in; phones in; phoning it in; deus ex machina; macguffin; mcguffin;
    plot hole; plot holes; continuity errors; goofs; formulaic; formula; trope; tropes; cliche;
    cliches; clichéd; genre; subgenre; sub genre; slasher; slashers; torture porn; splatter; gore
    fest; gorefest; gorehounds; screwball; slapstick; mockumentary; found footage; creature
    feature; monster movie; zombie movie; zombie flick; whodunit; whodunnit; cgi; shaky cam; jump
    cuts; mtv style; mtv; soap opera; sitcom; sitcoms; oscar; oscars; oscar worthy; academy award;
    academy awards; emmy; cannes; sundance; palme d'or; golden globe; hollywood; hollywood ending;
    bollywood; masala; blockbuster; blockbusters; summer blockbuster; big budget; mainstream; pre
    code; hays code; technicolor; golden age; film school; film student; student film; film
    students; film buff; film buffs; cinephile; criterion; mary sue; self indulgent; parody;
    spoof; satire; farce; pastiche; homage; homages; tribute; throwback; wink; in joke; in jokes;
    self referential; remake; remakes; sequel; sequels; prequel; franchise; rip off; ripoff;
    ripped off; rips off; knock off; knockoff; clone; derivative; wannabe; cameo; typecast; star
    vehicle; vehicle for; miscast; porn; soft core; softcore; skinemax; saturday morning cartoon;
    saturday night live; snl
    """
)

# Films, makers and programmes that reviewers measure others by; counted where capitalised.
STANDARDS = phrases(
    """
    kubrick; kubrick's; kubrickian; hitchcock; hitchcock's; hitchcockian; scorsese; tarantino;
    tarantino's; tarantinoesque; spielberg; spielberg's; lynch; lynchian; bergman; fellini;
    felliniesque; kurosawa; ozu; godard; truffaut; bunuel; buñuel; tarkovsky; antonioni; visconti;
    pasolini; murnau; fritz lang; orson welles; welles; john ford; howard hawks; hawks; billy
    wilder; capra; capraesque; lubitsch; preston sturges; woody allen; altman; coen; coens; coen
    brothers; cassavetes; peckinpah; sergio leone; leone; argento; fulci; mario bava; bava;
    romero; carpenter; wes craven; craven; cronenberg; sam raimi; raimi; peter jackson; tim
    burton; burton; terry gilliam; kevin smith; john waters; david lean; ridley scott; michael
    bay; bruckheimer; uwe boll; boll; ed wood; m night shyamalan; shyamalan; joel schumacher;
    renny harlin; jess franco; russ meyer; ealing; merchant ivory; monty python; python; zucker;
    naked gun; airplane; mel brooks; chaplin; buster keaton; keaton; laurel and hardy; marx
    brothers; three stooges; abbott and costello; citizen kane; casablanca; gone with the wind;
    the godfather; godfather; goodfellas; pulp fiction; reservoir dogs; psycho; vertigo; star
    wars; star trek; lord of the rings; lotr; the matrix; titanic; schindler's list; shawshank;
    apocalypse now; taxi driver; raging bull; blade runner; jaws; alien; aliens; terminator;
    predator; die hard; rambo; rocky; indiana jones; raiders; james bond; the exorcist; exorcist;
    the shining; halloween; friday the 13th; nightmare on elm street; elm street; texas chainsaw;
    evil dead; night of the living dead; dawn of the dead; blair witch; the ring; scream; hostel;
    silence of the lambs; plan 9; plan nine; manos; gigli; showgirls; battlefield earth; ishtar;
    waterworld; heaven's gate; catwoman; troll 2; battleship potemkin; rashomon; seven samurai;
    wizard of oz; it's a wonderful life; ben hur; lawrence of arabia; chinatown; rear window; dr
    strangelove; clockwork orange; full metal jacket; platoon; saving private ryan; forrest gump;
    fight club; memento; american pie; animal house; caddyshack; porky's; ghostbusters; back to
    the future; toy story; shrek; pixar; disney; simpsons; south park; twilight zone; seinfeld; x
    files; sopranos; scooby doo; power rangers; baywatch; jerry springer; barney
    """
)

# Ways of setting a film beside others or before its own public.
COMPARISONS = phrases(
    """
    look like; the next; poor man's; answer to; cross between; a mix of; crossed with; in the
    tradition of; in the vein of; in the style of; in the spirit of; along the lines of; on par
    with; on a par with; in the same league; in the league; same league as; compared to; compare
    it to; compared with; in comparison; comparison with; comparisons to; pales; pale imitation;
    reminiscent of; reminded me of; reminds me of; reminds one of; owes a debt; owes a lot; owes
    much; inspired by; influenced by; borrows from; borrowed from; steals from; stole from; stolen
    from; lifted from; ala; a la; type movie; type movies; type of movie; kind of movie; kind of
    film; type of film; this kind of movie; these kind of movies; these types of movies; for its
    genre; of its genre; of the genre; of its kind; of its type; for what it is; fan of; fans of;
    if you like; if you liked; if you love; if you enjoy; if you enjoyed; better than; worse than;
    as good as; nowhere near; not as good as; lives up to; live up to; rivals; up there with;
    ranks with; rank with; right up there; lovers of; buffs; aficionados; worthy of; standards;
    meets the; oscar material; classic material
    """
)
