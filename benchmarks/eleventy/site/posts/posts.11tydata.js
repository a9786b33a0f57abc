export default {
  layout: "post.njk",
  permalink: ({ page, slug }) => `/${page.date.toISOString().slice(0, 7).replace("-", "/")}/${slug}/`,
};
