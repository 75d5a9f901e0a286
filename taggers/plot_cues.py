"""Words of sentiment that tell a story, and words that mark the telling of one."""

from .phrases import phrases

# Dark or tender events and persons, of the kind stories are made of.
STORY_SENTIMENT = phrases(
    """
    murder; murders; murdered; murderer; murderous; kill; kills; killed; killing; killings;
    killer; killers; death; deaths; dead; die; dies; died; dying; suicide; blood; bloody; gore;
    violence; violent; violently; brutal; brutally; brutality; rape; raped; rapist; torture;
    tortured; abuse; abused; abusive; war; wars; battle; attack; attacked; attacks; fight;
    fights; crime; criminal; criminals; prison; evil; monster; monsters; demon; devil; hell;
    horror; horrors; horrific; terror; terrorist; terrorists; terrified; fear; fears; scared;
    nightmare; victim; victims; disease; sick; illness; cancer; pain; suffering; suffers;
    suffer; tragedy; tragic; tragically; grief; loss; lost; lonely; loneliness; despair;
    desperate; desperately; misery; miserable; poverty; poor; cruel; cruelty; hate; hates;
    hatred; anger; angry; revenge; vengeance; betrayal; betrayed; affair; cheating; jealous;
    jealousy; obsessed; insane; insanity; mad; crazy; madness; psycho; psychotic; disturbed;
    disturbing; drugs; addict; addiction; alcoholic; drunk; divorce; racist; racism; nazi;
    nazis; holocaust; kidnapped; kidnap; stolen; steal; steals; destroyed; destroy; destruction;
    disaster; doomed; trapped; danger; dangerous; threat; threatens; love; loves; loved; lover;
    lovers; romance; romantic; marriage; marry; marries; wedding; happy; happiness; friendship;
    hope; hero; heroes; heroic; rescue; saved; saves; innocent; beautiful girl; beautiful woman;
    beautiful young; corrupt; corruption; ruthless; sinister; mysterious; haunted; ghost; curse;
    cursed; stupid people; idiot; moron; loser; losers
    """
)

NARRATION = phrases(
    """
    the story; story of; plot; the plot; storyline; tells the story; tells of; is about; about
    a; about the; follows; centers; centres; revolves; concerns; set in; takes place; based on;
    begins; starts; opens with; one day; one night; meanwhile; soon; then; after; before; when;
    while; until; eventually; finally; in the end; the end; ending; turns out; discovers; finds;
    meets; falls in love; fall in love; decides; goes; comes; takes; gets; wants; tries to;
    leaves; returns; learns; realizes; forced to; sent; moves; plays a; played by; portrays;
    character; characters; his wife; her husband; his son; his daughter; his father; his mother;
    her mother; her father; his brother; her sister; his friend; her friend; family; young man;
    young woman; young girl; young boy; a man; a woman; a girl; a boy; detective; cop; police;
    doctor; soldier; soldiers; teacher; student; students; spoiler; spoilers; flashback;
    flashbacks; scene where; scene in which; who is; who has; who was; who are; whose; he is;
    she is; they are
    """
)
