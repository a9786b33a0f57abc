// Eleventy, set up to write what plain Pelican and Hugo write: see ../README.md.
import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight";

const POSTS_OF_A_PAGE = 20;
const ADDRESS = "https://blog.example";

const slug = (text) =>
  text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// Posts by the key that `keys` reads from each, in the order of the keys.
function grouped(posts, keys) {
  const groups = new Map();
  for (const post of posts) {
    for (const key of keys(post)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(post);
    }
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
}

const month = (post) => post.date.toISOString().slice(0, 7);
const newestFirst = (api) => api.getFilteredByGlob("**/posts/**/*.md").reverse();
const kinds = {
  category: { title: "Categories", keys: (post) => [post.data.category] },
  tag: { title: "Tags", keys: (post) => post.data.terms },
  people: { title: "People", keys: (post) => post.data.authors },
};

function terms(posts, kind, people) {
  return grouped(posts, kinds[kind].keys).map(([key, found]) => ({
    title: people[key]?.name ?? key,
    person: people[key],
    url: `/${kind}/${slug(key)}/`,
    posts: found,
  }));
}

function pages(list) {
  const total = Math.ceil(list.posts.length / POSTS_OF_A_PAGE);
  const address = (number) => (number === 1 ? list.url : `${list.url}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    ...list,
    url: address(index + 1),
    posts: list.posts.slice(index * POSTS_OF_A_PAGE, (index + 1) * POSTS_OF_A_PAGE),
    feed: list.url,
    number: index + 1,
    total,
    first: index > 0 && address(1),
    previous: index > 0 && address(index),
    next: index + 1 < total && address(index + 2),
    last: index + 1 < total && address(total),
  }));
}

export default function (config) {
  const addresses = new Map(); // of the posts, by the path of their files
  let known; // everything that lists are made of, worked out once a build

  function read(api) {
    if (known) return known;
    const posts = newestFirst(api);
    const people = posts[0].data.people;
    for (const post of posts) {
      addresses.set(post.inputPath.slice(post.inputPath.lastIndexOf("/posts/")), post.url);
    }
    const byKind = Object.keys(kinds).map((kind) => [kind, terms(posts, kind, people)]);
    const months = grouped(posts, (post) => [month(post)]).map(([key, found]) => ({
      title: key, url: `/${key.replace("-", "/")}/`, posts: found,
    }));
    const lists = [{ title: "", url: "/", posts }, ...byKind.flatMap(([, found]) => found)];
    const indexes = byKind.map(([kind, found]) => ({
      title: kinds[kind].title, url: `/${kind}/`, terms: found,
    }));
    indexes.push({ title: "Archives", url: "/archives/", terms: months });
    known = { posts, months, lists, indexes, categories: byKind[0][1], pages: lists.flatMap(pages) };
    return known;
  }

  for (const name of ["posts", "months", "lists", "indexes", "categories", "pages"]) {
    config.addCollection(name, (api) => read(api)[name]);
  }
  config.on("eleventy.before", () => { known = undefined; });
  config.addPlugin(syntaxHighlight);
  config.amendLibrary("md", (markdown) => {
    // Resolves a path to a post's file, as Hugo's embedded hook and Pelican's {filename} do.
    const normalize = markdown.normalizeLink;
    markdown.normalizeLink = (link) => addresses.get(link) ?? normalize(link);
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("moment", (date) => date.toISOString());
  config.addFilter("mailDate", (date) => date.toUTCString());
  config.addFilter("slug", slug);
  config.addFilter("absolute", (html) => html.replaceAll('href="/', `href="${ADDRESS}/`));
  config.addGlobalData("site", { title: "Blog", address: ADDRESS, feedEntries: 20 });
  config.setUseGitIgnore(false);
  return { markdownTemplateEngine: false, htmlTemplateEngine: false };
}
