// Serves a built site on loopback with Python's plain file server, as any static host would.
// In: a site. Out: its origin, the address of its home page, and `stop`. Python and not our own
// server: what it does with folders, names and types is nobody's choice here.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export async function serve(site) {
  // A link in a folder of its own places the site at its path, whatever that is.
  const scratch = await mkdtemp(join(tmpdir(), 'served-site-'));
  const host = join(scratch, 'host');
  const mount = join(host, site.path).replace(/\/$/, '');
  await mkdir(dirname(mount), { recursive: true });
  await symlink(site.folder, mount);
  const python = spawn(
    'python3',
    ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', host],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  process.once('exit', () => python.kill());
  const port = await portOf(python);
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    python.kill();
    await rm(scratch, { recursive: true, force: true });
  };
  return { origin, home: origin + site.path, stop };
}

function portOf(python) {
  return new Promise((resolve, reject) => {
    createInterface({ input: python.stdout }).on('line', (line) => {
      const port = /port (\d+)/.exec(line);
      if (port) resolve(Number(port[1]));
    });
    python.on('error', (error) => reject(new Error(`python3 cannot be started: ${error.message}`)));
    python.on('exit', (code) => reject(new Error(`python3 -m http.server ended with ${code} before it served`)));
  });
}
