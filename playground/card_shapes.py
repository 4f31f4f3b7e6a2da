"""Card JSON 2.0 as a table: which properties each tag and each nested object may have, and of what kind.

Written down from the component pages under open.feishu.cn/document/feishu-cards/card-json-v2-components.
A kind is a word (`bool`, `text`, `elements`, …), `=a|b` for one of some words, `~a|b|px` for a word or
a size, `@shape` for a nested object, `[@shape]` for a list of them, `{@shape}` for a map to them;
`!` marks what is required.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playground.card_kinds import Flaw, check_of

ALIGN = "=left|center|right"
VALIGN = "=top|center|bottom"
SPACING = "~default|small|medium|large|extra_large|px"
WIDTH = "~default|fill|px"
LINK = "url:str pc_url:str ios_url:str android_url:str"
BOX = (
    f"direction:=vertical|horizontal horizontal_spacing:{SPACING} vertical_spacing:{SPACING}"
    f" horizontal_align:{ALIGN} vertical_align:{VALIGN}"
)
FIELD = (
    "name:str required:bool disabled:bool width:~default|fill|px behaviors:behaviors confirm:@confirm placeholder:plain"
)
TEXT = (
    f"tag:str content:str! i18n_content:i18n text_size:str text_color:colour text_align:{ALIGN}"
    f" lines:int element_id:element_id icon:@icon"
)
TAG_COLOURS = "=neutral|blue|turquoise|lime|orange|violet|indigo|wathet|green|yellow|red|purple|carmine"

ELEMENTS: Final[dict[str, str]] = {
    "column_set": f"columns:columns! flex_mode:=none|stretch|flow|bisect|trisect horizontal_spacing:{SPACING}"
    f" horizontal_align:{ALIGN} background_style:colour action:@column_action",
    "column": f"width:~auto|weighted|px weight:int[1,5] {BOX} padding:padding background_style:colour"
    " action:@column_action elements:elements",
    "form": f"name:str! {BOX} padding:margin elements:elements!",
    "interactive_container": f"width:~fill|auto|px height:~auto|px {BOX} background_style:colour"
    f" has_border:bool"
    " border_color:colour corner_radius:~px|% padding:padding behaviors:behaviors disabled:bool"
    " disabled_tips:plain hover_tips:plain confirm:@confirm name:str elements:elements!",
    "collapsible_panel": f"expanded:bool background_color:colour {BOX} padding:padding header:@panel_header!"
    " border:@border elements:elements!",
    "markdown": f"content:str! i18n_content:i18n text_align:{ALIGN} text_size:str icon:@icon",
    "div": "text:text icon:@icon width:~fill|auto|px fields:[@div_field]",
    "hr": "",
    "img": "img_key:image! i18n_img_key:any alt:plain! title:text corner_radius:~px|%"
    " scale_type:=crop_center|crop_top|fit_horizontal size:str transparent:bool preview:bool"
    " mode:str custom_width:str compact_width:bool",
    "img_combination": "combination_mode:=double|triple|bisect|trisect! img_list:[@img_item]!"
    " corner_radius:~px|%"
    " combination_transparent:bool",
    "person": "user_id:person! size:=extra_small|small|medium|large show_avatar:bool show_name:bool"
    " style:=normal|capsule",
    "person_list": "persons:[@person_id]! show_name:bool show_avatar:bool lines:int"
    " size:=extra_small|small|medium|large icon:@icon ud_icon:any drop_invalid_user_id:bool",
    "table": "page_size:int[1,10] row_height:~low|middle|high|auto|px row_max_height:~px"
    " freeze_first_column:bool"
    " header_style:@table_header columns:[@table_column]! rows:rows!",
    "chart": "chart_spec:chart! aspect_ratio:=1:1|2:1|4:3|16:9"
    " color_theme:=brand|rainbow|complementary|converse|primary"
    " preview:bool height:~auto|px",
    "button": f"text:plain"
    f" type:=default|primary|danger|text|primary_text|danger_text|primary_filled|danger_filled|laser"
    f" size:=tiny|small|medium|large width:{WIDTH} icon:@icon hover_tips:plain disabled:bool"
    f" disabled_tips:plain"
    " confirm:@confirm behaviors:behaviors name:str required:bool form_action_type:=submit|reset"
    " action_type:=form_submit|form_reset",
    "input": f"{FIELD} input_type:=text|multiline_text|password max_length:int[1,1000] default_value:str"
    " i18n_default_value:any label:plain label_position:=top|left rows:int auto_resize:bool max_rows:int"
    " show_icon:bool disabled_tips:plain value:any",
    "select_static": f"{FIELD} options:[@option] initial_option:str initial_index:int type:=default|text",
    "multi_select_static": f"{FIELD} options:[@option] selected_values:strings type:=default|text",
    "select_person": f"{FIELD} options:[@person_option] initial_option:str type:=default|text",
    "multi_select_person": f"{FIELD} options:[@person_option] selected_values:strings type:=default|text",
    "date_picker": f"{FIELD} initial_date:date value:any",
    "picker_time": f"{FIELD} initial_time:time value:any",
    "picker_datetime": f"{FIELD} initial_datetime:datetime value:any",
    "checker": "name:str checked:bool text:text overall_checkable:bool button_area:@button_area"
    " checked_style:@checked_style padding:padding hover_tips:plain disabled:bool disabled_tips:plain"
    " confirm:@confirm behaviors:behaviors",
    "select_img": "name:str required:bool disabled:bool disabled_tips:plain behaviors:behaviors"
    " confirm:@confirm"
    " options:[@image_option]! multi_select:bool layout:=stretch|bisect|trisect aspect_ratio:=1:1|16:9|4:3"
    " can_preview:bool value:any",
    "overflow": f"options:[@overflow_option]! width:{WIDTH} behaviors:behaviors confirm:@confirm name:str",
}

SHAPES: Final[dict[str, str]] = {
    "card": "schema:str! config:@config card_link:@link header:@header body:@body",
    "config": "update_multi:bool enable_forward:bool enable_forward_interaction:bool"
    " width_mode:=default|compact|fill"
    " summary:@summary locales:strings use_custom_translation:bool style:@style streaming_mode:bool"
    " streaming_config:object",
    "summary": "content:str i18n_content:i18n",
    "style": "text_size:{@style_size} color:{@style_colour}",
    "style_size": "default:str pc:str mobile:str",
    "style_colour": "light_mode:str dark_mode:str",
    "link": LINK,
    "body": f"{BOX} padding:padding elements:elements",
    "header": "title:text! subtitle:text text_tag_list:[@text_tag] i18n_text_tag_list:any"
    " template:=blue|wathet|"
    "turquoise|green|yellow|orange|red|carmine|violet|purple|indigo|grey|default icon:@icon padding:padding",
    "text_tag": f"tag:=text_tag! text:plain color:{TAG_COLOURS} element_id:element_id",
    "plain": TEXT,
    "text": TEXT,
    "icon": "tag:=standard_icon|custom_icon! token:str color:colour img_key:image size:str",
    "confirm": "title:plain! text:plain!",
    "callback": "type:str! value:any",
    "open_url": "type:str! default_url:url android_url:str ios_url:str pc_url:str",
    "column_action": "multi_url:@link",
    "panel_header": "title:title! background_color:colour width:=fill|auto|auto_when_fold"
    " vertical_align:=top|center|bottom"
    " padding:panel_padding position:str icon:@icon icon_position:=left|right|follow_text"
    " icon_expanded_angle:int",
    "border": "color:colour corner_radius:~px|%",
    "div_field": "is_short:bool text:text!",
    "img_item": "img_key:image! transparent:bool",
    "person_id": "id:str!",
    "table_header": f"text_align:{ALIGN} text_size:=normal|heading background_style:=grey|none"
    " text_color:=default|grey bold:bool lines:int",
    "table_column": f"name:str! display_name:str i18n_display_name:i18n width:~auto|px|%"
    f" vertical_align:{VALIGN}"
    f" horizontal_align:{ALIGN} data_type:=text|lark_md|markdown|number|options|persons|date"
    f" format:@number_format"
    " date_format:str",
    "number_format": "precision:int[0,10] symbol:str separator:bool",
    "option": "text:plain! value:str! icon:@icon",
    "person_option": "value:str! icon:@icon",
    "image_option": "img_key:image! value:str! disabled:bool disabled_tips:plain hover_tips:plain",
    "overflow_option": "text:plain! value:str multi_url:@link",
    "button_area": "pc_display_rule:=always|on_hover buttons:elements",
    "checked_style": "show_strikethrough:bool opacity:number",
}

DEEP = frozenset(
    ["elements", "columns", "behaviors", "plain", "text", "title", "person", "image", "element_id", "i18n"]
)
REMOVED = frozenset({"note", "action", "actions"})
COMMON = "tag:str! element_id:element_id margin:margin fallback:any"
CONTAINERS = frozenset({"column_set", "column", "form", "interactive_container", "collapsible_panel"})
FORBIDDEN: Final[dict[str, frozenset[str]]] = {
    "column": frozenset({"form", "table"}),
    "form": frozenset({"form", "table", "chart"}),
    "interactive_container": frozenset({"form", "table"}),
    "collapsible_panel": frozenset({"form", "table"}),
    "checker": frozenset(ELEMENTS) - {"button"},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of one tag or object.

    `simple` ones have a check of their own, `deep` ones a kind to walk into.
    """

    simple: dict[str, Callable[[Any], Flaw | None]]
    deep: dict[str, str]
    required: tuple[str, ...]


def _parse(written: str) -> Shape:
    pairs = [(name, kind.removesuffix("!")) for name, _, kind in (word.partition(":") for word in written.split())]
    required = tuple(word.partition(":")[0] for word in written.split() if word.endswith("!"))
    deep = {name: kind for name, kind in pairs if kind in DEEP or kind.startswith(("@", "[@", "{@"))}
    simple = {name: check_of(kind) for name, kind in pairs if name not in deep}
    return Shape(simple, deep, required)


ELEMENT_SHAPES: Final = {tag: _parse(f"{COMMON} {written}") for tag, written in ELEMENTS.items()}
OBJECT_SHAPES: Final = {name: _parse(written) for name, written in SHAPES.items()}
