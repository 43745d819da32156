import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { cachePath, cachedFolder, hashOf, makeCacheFolder } from './cache.mjs'
import { prepareSocketFolder, virtualDisplayArguments } from './display.mjs'
import { isRoot, makeOwnedFolder, unprivilegedUserId } from './unprivileged.mjs'

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/**
 * Writes the program that starts Electron: for people's sessions, the command line's hidden window
 * and Playwright alike, so that no start can forget the sandbox.
 *
 * It is a plain shell script that needs nothing of this project. As root it becomes the
 * unprivileged user with a home and a temporary folder of that user's own. With a display it turns
 * into Electron (same process id, as Playwright wants); without one it keeps a virtual display for
 * as long as Electron runs. stdin, stdout and stderr are Electron's.
 *
 * `BIAOKEBU_PROFILE` names a folder for Electron's profile; `BIAOKEBU_NATIVE_BINDING` is set here.
 *
 * @param {import('./electron.mjs').ElectronRuntime} runtime
 * @param {string | null} nativeDriver
 * @returns {Promise<string>} its path
 */
export async function prepareLauncher(runtime, nativeDriver) {
  // Windows and macOS have no such user and no virtual display: Electron itself is the launcher.
  if (process.platform !== 'linux') return runtime.executable
  if (isRoot()) {
    await makeCacheFolder('person')
    await makeOwnedFolder(cachePath('person', 'home'))
    await makeOwnedFolder(cachePath('person', 'tmp'))
    await prepareSocketFolder()
  }
  const script = launcherScript(runtime.executable, nativeDriver)
  const folder = await cachedFolder(['launchers', hashOf(script)], async (partial) => {
    await writeFile(join(partial, 'biaokebu-electron'), script)
    await chmod(join(partial, 'biaokebu-electron'), 0o755)
  })
  return join(folder, 'biaokebu-electron')
}

function launcherScript(executable, nativeDriver) {
  const become = isRoot()
    ? `setpriv --reuid=${unprivilegedUserId} --regid=${unprivilegedUserId} --clear-groups`
    : 'setpriv'
  // The unprivileged user has no session bus and no graphics card, and Chromium says so ten times.
  const start = isRoot() ? `${quote(executable)} --log-level=3` : quote(executable)
  return `#!/bin/sh
# Starts the Electron of 标客簿. Written by build/runtime/launcher.mjs; changes here are lost.
set -u
${isRoot() ? rootEnvironment() : profileEnvironment}
${nativeDriver === null ? 'unset BIAOKEBU_NATIVE_BINDING' : `export BIAOKEBU_NATIVE_BINDING=${quote(nativeDriver)}`}
# Without a UTF-8 locale Chromium drops the Chinese part of paths, the profile's own among them.
case "\${LC_ALL:-\${LC_CTYPE:-\${LANG:-}}}" in
  *[Uu][Tt][Ff]*8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
unset ELECTRON_RUN_AS_NODE NODE_OPTIONS NODE_EXTRA_CA_CERTS

if [ -n "\${DISPLAY:-}" ] || [ -n "\${WAYLAND_DISPLAY:-}" ]; then
  exec ${become} ${start} "$@"
fi

note=$(mktemp "\${TMPDIR:-/tmp}/biaokebu-display.XXXXXX") || exit 1
${become} --pdeathsig TERM Xvfb -displayfd 9 ${virtualDisplayArguments.join(' ')} 9>"$note" </dev/null >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -f "$note"' EXIT
tries=0
# read fails until the server has written its number and the end of the line
until read -r number <"$note"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 200 ] || ! kill -0 "$server" 2>/dev/null; then
    echo '出错：虚拟显示（Xvfb）没有启动。' >&2
    exit 1
  fi
  sleep 0.1
done
rm -f "$note"
export DISPLAY=":$number"
# A background job begins with /dev/null for its input; only a copy made before that is the caller's.
exec 3<&0
${become} --pdeathsig TERM ${start} "$@" <&3 3<&- &
child=$!
exec 3<&-
trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
wait "$child"
status=$?
# A trapped signal ends the wait early; the child's own end is what counts.
while kill -0 "$child" 2>/dev/null; do wait "$child"; status=$?; done
exit "$status"
`
}

const profileEnvironment = `if [ -n "\${BIAOKEBU_PROFILE:-}" ]; then export XDG_CONFIG_HOME="$BIAOKEBU_PROFILE"; fi`

function rootEnvironment() {
  const home = cachePath('person', 'home')
  return `export HOME=${quote(home)}
export TMPDIR="\${BIAOKEBU_TEMPORARY_FOLDER:-${cachePath('person', 'tmp')}}"
export XDG_CONFIG_HOME="\${BIAOKEBU_PROFILE:-${join(home, '.config')}}"
export XDG_CACHE_HOME="$HOME/.cache" XDG_DATA_HOME="$HOME/.local/share"
export USER=nobody LOGNAME=nobody
unset XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS XAUTHORITY`
}
