"""Pages are rendered from templates. Each language has its own environment, with its texts compiled in."""

from __future__ import annotations

from typing import Any

from flask import current_app
from jinja2 import Environment, PackageLoader

from search.published import without_time
from web import navigation
from web.archive import first_words, headline_of, language_of_text
from web.assets import Assets
from web.compiling import DirectEnvironment
from web.language import LANGUAGES, Language
from web.source_links import source_url
from web.wording import WORDINGS


class Templates:
    """The templates. Threads may share it."""

    def __init__(self, assets: Assets, name_pages: str) -> None:
        """Compile nothing yet. name_pages: see ``search.settings``."""
        loader = PackageLoader("web")
        self._environments = {
            code: _environment(loader, language, assets, name_pages) for code, language in LANGUAGES.items()
        }

    def rendered(self, template: str, language: Language, **shown: Any) -> str:
        """Return a page as HTML.

        shown: the variables of the template, by name
        """
        return self._environments[language.code].get_template(template).render(shown)


def _environment(loader: PackageLoader, language: Language, assets: Assets, name_pages: str) -> Environment:
    # A process never reloads templates, so that its pages always agree with their entity tags.
    environment = DirectEnvironment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1
    )
    environment.globals.update(
        _=language.gettext,
        ngettext=language.ngettext,
        language=language,
        languages=tuple(LANGUAGES.values()),
        wording=WORDINGS[language.code],
        navigation=navigation,
        headline_of=headline_of,
        first_words=first_words,
        language_of_text=language_of_text,
        original_of=source_url,
        asset=assets.address,
        without_time=without_time,
        name_pages=name_pages,
    )
    for name in ("number", "seconds", "score", "long_day", "moment"):
        environment.filters[name] = getattr(language, name)
    environment.filters["short"] = _short
    return environment


def _short(text: str, most: int = 120) -> str:
    """Return a text with at most ``most`` characters; an ellipsis stands for the others."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def current_templates() -> Templates:
    """Return the templates of the running application."""
    templates: Templates = current_app.extensions["warta_templates"]
    return templates
