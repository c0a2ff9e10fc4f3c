import type { Answer } from "../door/answer.ts";
import type { World } from "../state/world.ts";
import { signImage } from "./images.ts";

const FULL = /application\/vnd\.github\.(?:v3\.)?(full|html)(?:\+json)?/;

/** Where `Accept` asks for it, texts have their HTML beside them: with addresses of images that need no token. */
export function addHtml(world: World, accept: string, answer: Answer): Answer {
  if (!FULL.test(accept) || answer.status >= 300) {
    return answer;
  }
  const { body } = answer;
  return { ...answer, body: Array.isArray(body) ? body.map((item) => addTo(world, item)) : addTo(world, body) };
}

function addTo(world: World, item: unknown): unknown {
  if (typeof item !== "object" || item === null || !("body" in item)) {
    return item;
  }
  const { body } = item;
  const text = typeof body === "string" ? body : "";
  return { ...item, body_html: render(world, text), body_text: text };
}

const IMAGE = /!\[([^\]\n]{0,500})\]\((\S{1,2000}?)\)/g;

/** As little of Markdown as a test needs: paragraphs and images; the rest is text. */
function render(world: World, text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const pictured = escaped.replace(
    IMAGE,
    (_, alt: string, url: string) => `<img src="${signImage(world, url)}" alt="${alt}">`,
  );
  const paragraphs = pictured.split(/\n{2,}/).filter((part) => part !== "");
  return paragraphs.map((part) => `<p dir="auto">${part}</p>`).join("\n");
}
