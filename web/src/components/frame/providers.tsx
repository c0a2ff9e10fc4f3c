"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";

export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  return (
    <CSPProvider nonce={nonce}>
      <ThemeProvider attribute="class" nonce={nonce} disableTransitionOnChange>
        <NuqsAdapter>{children}</NuqsAdapter>
      </ThemeProvider>
    </CSPProvider>
  );
}
