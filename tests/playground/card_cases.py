"""Cards to test with: one of every component, and a form with one of every field."""

from typing import Any

Json = dict[str, Any]
CALLBACK = [{"type": "callback", "value": {"do": "it"}}]


def plain(text: str, en: str = "") -> Json:
    return {"tag": "plain_text", "content": text} | ({"i18n_content": {"zh_cn": text, "en_us": en}} if en else {})


def card(*elements: Json, **members: Any) -> Json:
    return {"schema": "2.0", "body": {"elements": list(elements)}, **members}


def submit_button(**members: Any) -> Json:
    button = {"tag": "button", "name": "ok", "text": plain("提交", "Submit"), "form_action_type": "submit"}
    return button | {"behaviors": CALLBACK} | members


def form(*fields: Json, name: str = "visit", button: Json | None = None) -> Json:
    return {"tag": "form", "name": name, "elements": [*fields, button or submit_button()]}


def button(text: str = "好", en: str = "OK", **members: Any) -> Json:
    return {"tag": "button", "text": plain(text, en), "behaviors": CALLBACK, **members}


def options(*values: str) -> list[Json]:
    return [{"text": plain(f"选{value}"), "value": value} for value in values]


FIELDS = (
    {
        "tag": "input",
        "name": "customer",
        "required": True,
        "label": plain("客户", "Customer"),
        "max_length": 20,
    },
    {"tag": "input", "name": "note", "input_type": "multiline_text", "default_value": "老样子"},
    {"tag": "select_static", "name": "kind", "options": options("a", "b"), "initial_index": 2},
    {"tag": "select_static", "name": "channel", "options": options("c")},
    {"tag": "multi_select_static", "name": "tags", "required": False, "options": options("x", "y")},
    {"tag": "select_person", "name": "boss", "options": []},
    {"tag": "date_picker", "name": "day", "placeholder": plain("日期")},
    {"tag": "picker_time", "name": "at", "initial_time": "09:30"},
    {"tag": "picker_datetime", "name": "due", "placeholder": plain("时间")},
    {"tag": "checker", "name": "done", "text": plain("完成")},
)
FORM = card(form(*FIELDS))

COMPONENTS: dict[str, Json] = {
    "markdown": {
        "tag": "markdown",
        "content": "**重点** <font color='red'>红</font>",
        "text_size": "heading-2",
    },
    "div": {
        "tag": "div",
        "fields": [{"is_short": True, "text": {"tag": "lark_md", "content": "**客户** 甲"}}],
    },
    "hr": {"tag": "hr", "margin": "-4px 0px"},
    "img": {"tag": "img", "img_key": "img_v3_1", "alt": plain("图"), "corner_radius": "8px"},
    "img_combination": {
        "tag": "img_combination",
        "combination_mode": "double",
        "img_list": [{"img_key": "a"}, {"img_key": "b"}],
    },
    "person": {"tag": "person", "user_id": "ou_1", "style": "capsule", "show_name": True},
    "person_list": {"tag": "person_list", "persons": [{"id": "ou_1"}], "size": "small"},
    "table": {
        "tag": "table",
        "page_size": 5,
        "columns": [
            {"name": "who", "display_name": "谁", "data_type": "text", "width": "30%"},
            {
                "name": "sum",
                "data_type": "number",
                "format": {"symbol": "¥", "precision": 2, "separator": True},
            },
            {"name": "when", "data_type": "date", "date_format": "YYYY-MM-DD"},
            {"name": "state", "data_type": "options"},
            {"name": "people", "data_type": "persons"},
        ],
        "rows": [
            {
                "who": "甲",
                "sum": 1.5,
                "when": 1772400000000,
                "state": [{"text": "好", "color": "green"}],
                "people": ["ou_1"],
            },
            {"who": ""},
        ],
    },
    "chart": {
        "tag": "chart",
        "aspect_ratio": "16:9",
        "color_theme": "brand",
        "height": "240px",
        "chart_spec": {
            "type": "bar",
            "direction": "horizontal",
            "data": {"values": [{"n": "林", "v": 3}]},
            "xField": "v",
            "yField": "n",
            "axes": [{"orient": "left"}],
            "media": [],
        },
    },
    "column_set": {
        "tag": "column_set",
        "flex_mode": "bisect",
        "horizontal_spacing": "8px",
        "columns": [
            {
                "tag": "column",
                "width": "weighted",
                "weight": 1,
                "background_style": "grey-50",
                "elements": [button()],
            },
            {"tag": "column", "width": "120px", "elements": [{"tag": "hr"}]},
        ],
    },
    "interactive_container": {
        "tag": "interactive_container",
        "has_border": True,
        "corner_radius": "8px",
        "padding": "4px 12px",
        "behaviors": CALLBACK,
        "elements": [{"tag": "markdown", "content": "按我"}],
    },
    "collapsible_panel": {
        "tag": "collapsible_panel",
        "expanded": False,
        "header": {
            "title": plain("更多"),
            "icon": {"tag": "standard_icon", "token": "down-small-ccm_outlined", "size": "16px 16px"},
            "icon_position": "right",
            "icon_expanded_angle": -180,
            "padding": "4px 0px 4px 8px",
        },
        "border": {"color": "grey", "corner_radius": "5px"},
        "elements": [{"tag": "markdown", "content": "里面"}],
    },
    "form": form(*FIELDS),
    "select_img": {"tag": "select_img", "options": [{"img_key": "k", "value": "1"}], "layout": "bisect"},
    "overflow": {"tag": "overflow", "options": [{"text": plain("删"), "value": "del"}]},
    "link button": {
        "tag": "button",
        "text": plain("打开"),
        "type": "primary_filled",
        "size": "small",
        "confirm": {"title": plain("真的？"), "text": plain("想好")},
        "behaviors": [{"type": "open_url", "default_url": "https://example.com"}],
    },
}
