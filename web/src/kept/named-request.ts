/** Where a name outlives the page that gave it; null: there is none. */
interface KeptName {
  read: () => string | null;
  write: (text: string | null) => void;
}

const NOWHERE: KeptName = { read: () => null, write: () => undefined };

/**
 * What somebody asks for, and what that is called: asked again after nobody answered, it is the same request, and is done once.
 * It is another one once it was done, or where something else is asked.
 */
interface NamedRequest {
  nameOf: (asked: unknown) => string;
  /** What is asked next is something else, also where it says the same. */
  done: () => void;
}

interface Named {
  asked: string;
  name: string;
}

export function namedRequest(kept: KeptName = NOWHERE): NamedRequest {
  let last: Named | null = null;
  return {
    nameOf(request) {
      const asked = JSON.stringify(request);
      last ??= readNamed(kept);
      if (last?.asked !== asked) {
        last = { asked, name: newName() };
        kept.write(JSON.stringify(last));
      }
      return last.name;
    },
    done() {
      last = null;
      kept.write(null);
    },
  };
}

function readNamed(kept: KeptName): Named | null {
  try {
    const { asked, name } = JSON.parse(kept.read() ?? "null") as Named;
    return typeof asked === "string" && typeof name === "string" && name !== "" ? { asked, name } : null;
  } catch {
    return null;
  }
}

/** `randomUUID` is there over https and on this machine alone. */
function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** In this tab, by what it is for; a browser that keeps nothing keeps no name either. */
export function keptInTab(place: string): KeptName {
  const item = `asked:${place}`;
  return {
    read() {
      try {
        return sessionStorage.getItem(item);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        text === null ? sessionStorage.removeItem(item) : sessionStorage.setItem(item, text);
      } catch {
        // The page that is open has it.
      }
    },
  };
}
