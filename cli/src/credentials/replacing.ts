import type { Credential } from "@catalyst/api";

/** The command that puts another in a credential's place, for commands that load no ways. */
export function replacing({ provider, kind }: Pick<Credential, "provider" | "kind">): string {
  const isLogin = provider === "openai" && kind === "subscription";
  return `${isLogin ? "Sign in" : "Replace it"}: catalyst credentials add ${provider}${isLogin ? " --chatgpt" : ""} --replace`;
}
