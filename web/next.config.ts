import { join } from "node:path";
import type { NextConfig } from "next";

const ROOT = join(import.meta.dirname, "..");

/** The built web app stands alone: a folder that Node starts, without the packages that built it. */
const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: ROOT,
  turbopack: { root: ROOT },
  // Pictures are our own and small: what would resize them is native code of 19 MB.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["**/node_modules/sharp/**", "**/node_modules/@img/**"] },
  // TypeScript of the repository, which no build step of its own has made into something else.
  transpilePackages: ["@catalyst/api", "@catalyst/core"],
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
