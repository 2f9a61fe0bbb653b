"""Exports of WordPress, written by hand."""

from __future__ import annotations

from typing import Any

HEAD = """<?xml version="1.0" encoding="{encoding}" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old blog</title><link>https://old.northmoor.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.northmoor.example</wp:base_site_url><wp:base_blog_url>https://old.northmoor.example/chief</wp:base_blog_url>
"""


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def author(login: str, email: str, name: str) -> str:
    return (
        f"<wp:author><wp:author_login>{cdata(login)}</wp:author_login><wp:author_email>{cdata(email)}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name></wp:author>\n"
    )


def comment(
    key: int, words: str = "Well said.", *, parent: int = 0, approved: str = "1", kind: str = "comment", name: str = "Jo", email: str = ""
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{key}</wp:comment_id><wp:comment_author>{cdata(name)}</wp:comment_author>"
        f"<wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        f"<wp:comment_date>2019-05-03 11:00:00</wp:comment_date><wp:comment_date_gmt>2019-05-03 10:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(words)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n"
    )


def item(key: int, title: str = "The first winter", content: str = "It was cold.", *, comments: str = "", terms: str = "", meta: str = "", **fields: Any) -> str:  # fmt: skip
    """An item; ``fields`` are those of wp: without their prefix, and ``creator``."""
    creator = fields.pop("creator", "chief")
    values = {
        "post_id": key,
        "post_date": "2019-05-02 10:00:00",
        "post_date_gmt": "2019-05-02 09:00:00",
        "comment_status": "open",
        "post_name": f"post-{key}",
        "status": "publish",
        "post_parent": 0,
        "post_type": "post",
        "post_password": "",
        **fields,
    }
    of_wp = "".join(f"<wp:{name}>{cdata(str(value))}</wp:{name}>" for name, value in values.items())
    return (
        f"<item><title>{cdata(title)}</title><link>https://old.northmoor.example/{key}/</link><dc:creator>{cdata(creator)}</dc:creator>"
        f'<guid isPermaLink="false">https://old.northmoor.example/?p={key}</guid><content:encoded>{cdata(content)}</content:encoded>'
        f"<excerpt:encoded>{cdata('')}</excerpt:encoded>{of_wp}{terms}{meta}{comments}</item>\n"
    )


def term(name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="x">{cdata(name)}</category>'


def picture(key: int, address: str, *, title: str = "A winter street", alt: str = "") -> str:
    meta = f"<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{cdata(alt)}</wp:meta_value></wp:postmeta>" if alt else ""
    return item(key, title, "", post_type="attachment", status="inherit", attachment_url=address, meta=meta)


def export(*parts: str, encoding: str = "UTF-8") -> str:
    return HEAD.format(encoding=encoding) + author("chief", "chief@northmoor.example", "Ruth Adeyemi") + "".join(parts) + "</channel></rss>\n"
