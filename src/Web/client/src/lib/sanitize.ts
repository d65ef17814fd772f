import DOMPurify, { type Config } from "dompurify";

// What the server's own sanitiser lets through (SafeHtml.cs), and nothing else.

const ALLOWED: Config = {
  ALLOWED_TAGS: [
    ...[
      "p",
      "br",
      "hr",
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "strong",
      "em",
      "del",
      "code",
      "pre",
      "blockquote",
    ],
    ...["ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "span"],
  ],
  ALLOWED_ATTR: ["href", "title", "rel", "target", "class", "start"],
  ADD_URI_SAFE_ATTR: ["start"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|\/(?![/\\]))/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const CLASS = /^(?:contains-task-list|task-list-item|task|align-(?:left|center|right)|language-.*)$/;

const purify = DOMPurify(window);

purify.addHook("afterSanitizeAttributes", (node) => {
  // A class of our style sheet could lay an element over the page.
  for (const name of [...node.classList]) if (!CLASS.test(name)) node.classList.remove(name);
  if (node.classList.length === 0) node.removeAttribute("class");
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

/** The second lock on the same door. */
export function sanitize(html: string): string {
  return purify.sanitize(html, ALLOWED);
}
