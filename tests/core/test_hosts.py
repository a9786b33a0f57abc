import pytest

from rostrum.core.hosts import write_ascii_host


@pytest.mark.parametrize(
    ("url", "ascii_url"),
    [
        ("https://blög.größe.at", "https://xn--blg-tna.xn--gre-6ka8i.at"),
        ("https://BLÖG.at/pfad/ä?ö#ü", "https://xn--blg-tna.at/pfad/ä?ö#ü"),
        ("https://blo\u0308g.at", "https://xn--blg-tna.at"),
        ("https://ä@blög.at:8000/", "https://ä@xn--blg-tna.at:8000/"),
        ("https://例え.テスト", "https://xn--r8jz45g.xn--zckzah"),
        ("https://blog.at/ä", "https://blog.at/ä"),
        ("https://blog.at", "https://blog.at"),
        ("http://[ä", "http://[ä"),
        ("ä", "ä"),
    ],
)
def test_host_of_a_url_is_written_in_ascii(url, ascii_url):
    assert write_ascii_host(url) == ascii_url
