"""Plain Pelican, set up to write what Hugo writes: see ../README.md."""

SITENAME = "Blog"
SITEURL = "https://blog.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"

THEME = "simple"
PLUGINS: list[str] = []
ARTICLE_PATHS = ["posts"]
STATIC_PATHS: list[str] = []
DEFAULT_PAGINATION = 20
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
AUTHOR_URL = "people/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_ALL_ATOM = "atom.xml"
FEED_ALL_RSS = "rss.xml"
AUTHOR_FEED_ATOM = AUTHOR_URL + "atom.xml"
AUTHOR_FEED_RSS = AUTHOR_URL + "rss.xml"
CATEGORY_FEED_ATOM = CATEGORY_URL + "atom.xml"
CATEGORY_FEED_RSS = CATEGORY_URL + "rss.xml"
TAG_FEED_ATOM = TAG_URL + "atom.xml"
TAG_FEED_RSS = TAG_URL + "rss.xml"
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
