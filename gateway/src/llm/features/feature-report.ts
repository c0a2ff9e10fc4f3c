import { Refusal } from "../../http/refusal.ts";

/** What a request asks of its provider beyond answering the text that it brings. */
export interface FeatureReport {
  /** A feature that isn't on the provider's list. Throws a Refusal that names it, unless the project allows it. */
  beyond(name: string): void;
  /** Something whose tokens can't be told from its bytes: a document, a recording, a part that the provider keeps. */
  noteUnsized(): void;
  noteImage(): void;
  /** A search by the provider, which finds what it likes. */
  noteSearch(): void;
}

export interface NotedFeatures {
  isUnsized: boolean;
  images: number;
  /** By the provider, at most, as far as the tools say. */
  searches: number;
}

/** How often a model may search for one answer: models that think search more than once. */
const SEARCHES = 20;
const MAX_NAME_LENGTH = 100;

export function createFeatureReport(allowed: ReadonlySet<string>): FeatureReport & { noted: NotedFeatures } {
  const noteSearch = () => {
    noted.isUnsized = true;
    noted.searches = SEARCHES;
  };
  const noted: NotedFeatures = { isUnsized: false, images: 0, searches: 0 };
  return {
    noted,
    noteSearch,
    beyond(raw) {
      const name = cleanName(raw);
      if (!allowed.has(name)) {
        throw refuse(name);
      }
      // Whatever it brings into the conversation, or runs, isn't in the request's bytes.
      noted.isUnsized = true;
      if (name.includes("search")) {
        noteSearch();
      }
    },
    noteUnsized() {
      noted.isUnsized = true;
    },
    noteImage() {
      noted.images += 1;
    },
  };
}

/** Parts of a name are the agent's own words. */
function cleanName(name: string): string {
  return name.replaceAll(/[^\w.:/@-]/g, "?").slice(0, MAX_NAME_LENGTH);
}

function refuse(name: string): Refusal {
  return new Refusal(
    "forbidden",
    `${name} is not let through to the provider: it may reach the outside, or bring in what lies elsewhere. Send the content itself. The project's owner can allow it (allowedProviderFeatures).`,
    { blockedAction: `LLM request with ${name}` },
  );
}
