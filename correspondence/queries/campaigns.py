"""Reading templates, house styles, campaigns and letters."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from core.db import db
from core.errors import NotFound
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.models.templates import HouseStyle, LetterTemplate, TemplateVersion
from correspondence.press import Press, press_for, shipped_house_style
from correspondence.rules.bodies import TemplateContent
from states_parties.models import State


def templates_of(convention: str) -> Sequence[LetterTemplate]:
    """The letter templates of a Convention with their versions, newest first."""
    return db.session.scalars(
        select(LetterTemplate)
        .where(LetterTemplate.convention == convention)
        .options(selectinload(LetterTemplate.versions))
        .order_by(LetterTemplate.slug, LetterTemplate.form)
    ).all()


def get_template(convention: str, slug: str, form: str) -> LetterTemplate:
    """The template with its versions; NotFound when there is none."""
    for template in templates_of(convention):
        if (template.slug, template.form) == (slug, form):
            return template
    raise NotFound(f"There is no template “{slug}” in the form {form} for the {convention}.")


def house_style_in_use() -> HouseStyle | None:
    """The newest house style not retired, with its file; None: the shipped one."""
    return db.session.scalar(
        select(HouseStyle)
        .where(HouseStyle.retired_at.is_(None))
        .order_by(HouseStyle.id.desc())
        .limit(1)
        .options(undefer(HouseStyle.file))
    )


def house_style_file() -> bytes:
    """The Word file of the house style that new papers get."""
    style = house_style_in_use()
    return style.file if style else shipped_house_style()


def press_in_use(content: TemplateContent) -> Press:
    """The press of a template in the house style that new letters get."""
    return press_for(content, house_style_file())


def house_styles() -> Sequence[HouseStyle]:
    return db.session.scalars(select(HouseStyle).order_by(HouseStyle.id.desc())).all()


def get_house_style(style_id: int) -> HouseStyle:
    """The house style with its file; NotFound when there is none."""
    style = db.session.scalar(select(HouseStyle).where(HouseStyle.id == style_id).options(undefer(HouseStyle.file)))
    if style is None:
        raise NotFound(f"There is no house style {style_id}.")
    return style


def campaigns_of(convention: str) -> Sequence[Row[Campaign, int]]:
    """The campaigns of a Convention, newest first, each with its number of letters."""
    return db.session.execute(
        select(Campaign, func.count(Letter.id))
        .outerjoin(Letter)
        .where(Campaign.convention == convention)
        .group_by(Campaign.id)
        .order_by(Campaign.id.desc())
    ).all()


def campaigns_among(campaign_ids: Collection[int]) -> Sequence[Campaign]:
    """Those of these ids."""
    return db.session.scalars(select(Campaign).where(Campaign.id.in_(campaign_ids))).all()


def get_campaign(convention: str, campaign_id: int) -> Campaign:
    """The campaign with its template version and house style; NotFound when it is not of this Convention."""
    campaign = find_campaign(convention, campaign_id)
    if campaign is None:
        raise NotFound(f"The {convention} has no campaign {campaign_id}.")
    return campaign


def find_campaign(convention: str, campaign_id: int) -> Campaign | None:
    """The same, or None."""
    return db.session.scalar(
        select(Campaign)
        .where(Campaign.id == campaign_id, Campaign.convention == convention)
        .options(
            joinedload(Campaign.template_version).joinedload(TemplateVersion.template),
            joinedload(Campaign.house_style).undefer(HouseStyle.file),
        )
    )


def letters_of(campaign: Campaign) -> Sequence[Row[Letter, str, str]]:
    """The letters of a campaign as they stand now with the State's list name and slug, in the order of names."""
    return db.session.execute(
        select(Letter, State.list_en, State.slug)
        .join(State, State.iso3 == Letter.iso3)
        .where(Letter.campaign_id == campaign.id)
        .order_by(State.list_en)
        .execution_options(populate_existing=True)
    ).all()


def get_letter(campaign: Campaign, slug: str) -> Row[Letter, str, str]:
    """The letter of one State in a campaign; NotFound when the State gets none."""
    found = db.session.execute(
        select(Letter, State.list_en, State.slug)
        .join(State, State.iso3 == Letter.iso3)
        .where(Letter.campaign_id == campaign.id, State.slug == slug)
    ).one_or_none()
    if found is None:
        raise NotFound(f"“{campaign.title}” has no letter for “{slug}”.")
    return found


def letters_to(iso3: str, *, convention: str) -> Sequence[Row[Letter, Campaign]]:
    """The letters drafted for a State under a Convention, newest first."""
    return db.session.execute(
        select(Letter, Campaign)
        .join(Campaign)
        .where(Letter.iso3 == iso3, Campaign.convention == convention)
        .order_by(Campaign.id.desc())
    ).all()


def previous_campaign(campaign: Campaign) -> Campaign | None:
    """The last one before it of the same kind, else from the same template.

    Cancelled ones do not count, nor those that remind of another or correct it.
    """
    template = select(TemplateVersion.template_id).where(TemplateVersion.id == campaign.template_version_id)
    alike = (
        Campaign.kind == campaign.kind
        if campaign.kind
        else (Campaign.kind == "") & TemplateVersion.template_id.in_(template)
    )
    return db.session.scalar(
        select(Campaign)
        .join(Campaign.template_version)
        .where(
            Campaign.convention == campaign.convention,
            Campaign.id < campaign.id,
            Campaign.state != CampaignState.CANCELLED,
            Campaign.parent_id.is_(None),
            alike,
        )
        .order_by(Campaign.id.desc())
        .limit(1)
        .options(contains_eager(Campaign.template_version))
    )


def languages_in(campaign: Campaign | None) -> dict[str, str]:
    """The language of each State's letter; of no campaign, none."""
    campaign_id = campaign.id if campaign else 0
    rows = db.session.execute(select(Letter.iso3, Letter.language).where(Letter.campaign_id == campaign_id))
    return {row.iso3: row.language for row in rows}


def find_letter(campaign: Campaign, iso3: str) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.campaign_id == campaign.id, Letter.iso3 == iso3))


def newest_version_number(campaign: Campaign) -> int:
    """The number of the newest version of the template that the campaign is written from."""
    same = select(TemplateVersion.template_id).where(TemplateVersion.id == campaign.template_version_id)
    newest = select(func.max(TemplateVersion.number)).where(TemplateVersion.template_id.in_(same))
    return db.session.scalars(newest).one()


def newest_version(campaign: Campaign) -> TemplateVersion:
    same = select(TemplateVersion.template_id).where(TemplateVersion.id == campaign.template_version_id)
    return db.session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.template_id.in_(same))
        .order_by(TemplateVersion.number.desc())
        .limit(1)
        .options(joinedload(TemplateVersion.template))
    ).one()
