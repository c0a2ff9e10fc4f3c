import { hasBaseUrl, type Provider } from "../../../credentials/providers.ts";
import { quoteForShell } from "../../../words/quote-for-shell.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";

interface AddingCommandProps {
  provider: Provider;
  baseUrl: string;
  project: string | null;
  isReplacing: boolean;
}

/** The same in a terminal; a ChatGPT subscription is signed in there alone. */
export function AddingCommand({ provider, baseUrl, project, isReplacing }: AddingCommandProps) {
  const address = hasBaseUrl(provider) ? ` --base-url ${quoteForShell(baseUrl.trim() || "<address>")}` : "";
  const rest = `${isReplacing ? " --replace" : ""}${project === null ? "" : ` --project ${project}`}`;
  return (
    <details className="text-xs text-ink-2">
      <summary>Copy as command</summary>
      <CopyLine text={`catalyst credentials add ${provider}${address}${rest}`} />
      {provider === "openai" ? (
        <>
          <p className="mt-2">Signed in with a ChatGPT account, by a code that you type there:</p>
          <CopyLine text={`catalyst credentials add openai --chatgpt${rest}`} />
        </>
      ) : null}
    </details>
  );
}
