// Debian's Chromium, headless, closed off from every host but this machine.
// In: nothing but the variable CHROMIUM, for a browser elsewhere than /usr/bin/chromium.
// Out: a browser that the caller closes.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export async function launchChromium() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`there is no Chromium at ${executablePath}: install the package chromium, or set CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page that asks another host is to be reported, not to reach it.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
