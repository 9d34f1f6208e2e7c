#!/usr/bin/env bash
# Checks what lies outside the NuGet packages: the .NET SDK, libstdc++ (libtorch) and CPython (programs).
# Installs what is missing through apt-get when run as root; otherwise stops with one message that names the remedy.
# Sourced by build.sh. When everything is in place a check takes well under a second and changes nothing.

readonly GLIBCXX_NEEDED="GLIBCXX_3.4.32" # libLibTorchSharp.so is built with GCC 13
readonly DOTNET_MAJOR=10
readonly PYTHON_NEEDED="3.10"

stop() {
    echo "build.sh: $*" >&2
    exit 1
}

note() { echo "build.sh: $*" >&2; }

require_dotnet() {
    if ! command -v dotnet >/dev/null && [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ]; then
        export PATH="${DOTNET_ROOT:-$HOME/.dotnet}:$PATH"
    fi
    command -v dotnet >/dev/null && dotnet --list-sdks | grep -q "^$DOTNET_MAJOR\." ||
        stop "the .NET $DOTNET_MAJOR SDK is missing. Remedy: install it (package dotnet-sdk-$DOTNET_MAJOR.0, or Microsoft's dotnet-install script) and run this again."
}

# Usage: require_libstdcxx [optional]. With "optional" a machine that cannot be repaired gets a note instead of a stop.
require_libstdcxx() {
    [ "$(uname -s)" = Linux ] || return 0
    has_libstdcxx && return 0
    install_libstdcxx && has_libstdcxx && return 0
    local message="libstdc++ lacks $GLIBCXX_NEEDED, which libtorch needs. Remedy: $(libstdcxx_remedy)"
    [ "${1:-}" = optional ] || stop "$message"
    note "$message This verb runs without it."
}

require_python() {
    has_python && return 0
    if can_install; then
        note "installing CPython with its shared library"
        apt_install python3 || true
        local version
        version="$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" &&
            apt_install "libpython$version" || true
        has_python && return 0
    fi
    stop "CPython $PYTHON_NEEDED or later with its shared library is missing. Remedy: 'apt-get install python3 libpython3.x' as root (x as in 'python3 --version'), or your system's equivalent, and run this again."
}

# The library the dynamic loader would take, not merely an installed package.
has_libstdcxx() {
    local library
    library="$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | awk -v arch="$(loader_architecture)" '
        $1 == "libstdc++.so.6" && index($0, arch) { print $NF; exit }')"
    [ -n "$library" ] && grep -aq "$GLIBCXX_NEEDED" "$library"
}

loader_architecture() {
    case "$(uname -m)" in
        x86_64) echo x86-64 ;;
        aarch64) echo AArch64 ;;
        *) echo "=>" ;;
    esac
}

# Any interpreter will do that is new enough and whose shared library exists: the first one on PATH may be a static build.
has_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 /usr/local/bin/python3; do
        command -v "$candidate" >/dev/null && "$candidate" - "$PYTHON_NEEDED" >/dev/null 2>&1 <<'PYTHON' && return 0
import ctypes, os, sys, sysconfig
needed = tuple(int(part) for part in sys.argv[1].split("."))
if sys.version_info[:2] < needed:
    sys.exit(1)
name = sysconfig.get_config_var("INSTSONAME") or ""
if not name.endswith(".a") and os.path.exists(os.path.join(sysconfig.get_config_var("LIBDIR") or "", name)):
    sys.exit(0)
suffix = {"darwin": "dylib"}.get(sys.platform, "so.1.0")
ctypes.CDLL("libpython%d.%d.%s" % (sys.version_info[0], sys.version_info[1], suffix))
PYTHON
    done
    return 1
}

install_libstdcxx() {
    can_install || return 1
    if is_debian_12; then
        note "Debian 12: taking libstdc++6 from Debian 13 (trixie), pinned so that nothing else follows"
        add_trixie && apt_install -t trixie libstdc++6
    else
        note "installing libstdc++6"
        apt_install libstdc++6
    fi
}

libstdcxx_remedy() {
    if is_debian_12; then
        echo "run this as root, so that libstdc++6 can be taken from Debian 13 (trixie)."
    else
        echo "use Debian 12 or later, Ubuntu 24.04 or later, or Fedora 39 or later."
    fi
}

is_debian_12() { (. /etc/os-release && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]) 2>/dev/null; }

# Adds the trixie suite at priority 100: below everything installed, so only what is asked for with -t comes from it.
add_trixie() {
    local mirror
    apt_update || return 1
    mirror="$(apt-get indextargets --format '$(CODENAME) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        awk '$1 == "bookworm" && $2 == "Debian" { print $3; exit }')"
    [ -n "$mirror" ] || return 1
    printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' >/etc/apt/preferences.d/kpdd-trixie
    printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
        "$mirror" >/etc/apt/sources.list.d/kpdd-trixie.sources
    apt_updated=
    apt_update
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_update() {
    [ -z "${apt_updated:-}" ] || return 0
    apt-get -o DPkg::Lock::Timeout=300 update -qq </dev/null >&2 && apt_updated=1
}

apt_install() {
    apt_update || return 1
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install -qq -y --no-install-recommends "$@" </dev/null >&2
}
