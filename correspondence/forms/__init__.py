"""Forms of letters."""

from correspondence.forms.campaigns import ActForm, CampaignForm, HouseStyleForm, NoteForm, ParagraphForm, TextsForm

__all__ = ["ActForm", "CampaignForm", "HouseStyleForm", "NoteForm", "ParagraphForm", "TextsForm"]
