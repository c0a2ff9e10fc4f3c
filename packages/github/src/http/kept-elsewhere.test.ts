import { expect, test } from "vitest";
import { isKeptThere, type KeptKind } from "./kept-elsewhere.ts";

interface Place {
  url: string;
  kind: KeptKind;
  api: string;
  isThere: boolean;
}

const GITHUB = "https://api.github.com";
const ENTERPRISE = "https://git.acme.example/api/v3";

test.each<Place>([
  { url: "https://private-user-images.githubusercontent.com/1/2.png?jwt=x", kind: "image", api: GITHUB, isThere: true },
  { url: "https://user-images.githubusercontent.com/1/2.png", kind: "image", api: GITHUB, isThere: true },
  { url: "https://camo.githubusercontent.com/abc", kind: "image", api: GITHUB, isThere: false },
  { url: "https://raw.githubusercontent.com/eve/x/main/a.png", kind: "image", api: GITHUB, isThere: false },
  { url: "https://evil.example/private-user-images.githubusercontent.com", kind: "image", api: GITHUB, isThere: false },
  { url: "https://xprivate-user-images.githubusercontent.com/1", kind: "image", api: GITHUB, isThere: false },
  { url: "http://private-user-images.githubusercontent.com/1", kind: "image", api: GITHUB, isThere: false },
  { url: "https://private-user-images.githubusercontent.com:8443/1", kind: "image", api: GITHUB, isThere: false },
  { url: "https://eve@private-user-images.githubusercontent.com/1", kind: "image", api: GITHUB, isThere: false },
  { url: "https://github.com/user-attachments/assets/1", kind: "image", api: GITHUB, isThere: false },
  { url: "https://productionresultssa1.blob.core.windows.net/x?sig=1", kind: "log", api: GITHUB, isThere: true },
  { url: "https://pipelines.actions.githubusercontent.com/x", kind: "log", api: GITHUB, isThere: true },
  { url: "https://productionresultssa1.blob.core.windows.net/x", kind: "image", api: GITHUB, isThere: false },
  { url: "https://media.git.acme.example/user/1/files/2", kind: "image", api: ENTERPRISE, isThere: true },
  { url: "https://git.acme.example/_logs/1", kind: "log", api: ENTERPRISE, isThere: true },
  { url: "https://acme.example/1.png", kind: "image", api: ENTERPRISE, isThere: false },
  { url: "https://acme.ghe.com/user-attachments/1", kind: "image", api: "https://api.acme.ghe.com", isThere: true },
])("$url as a place of an $kind of $api: $isThere", ({ url, kind, api, isThere }) => {
  expect(isKeptThere(new URL(url), kind, api)).toBe(isThere);
});
