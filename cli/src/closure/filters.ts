/**
 * What of a Debian package a single program never reads, so that it stays out of the image.
 *
 * The list is kept here and nowhere else, each rule with its reason. What it drops wrongly comes back with
 * `--add PATH`.
 */

interface Rule {
  /** Matches the path of a file as the package lists it, after merging /bin, /lib, /sbin into /usr. */
  path: RegExp;
  reason: string;
}

export const fileRules: readonly Rule[] = [
  {
    path: /^\/usr\/share\/(doc|doc-base|man|info|lintian|bug|gdb|help|gtk-doc|omf|metainfo)\//,
    reason: "documentation",
  },
  { path: /^\/usr\/share\/(locale|locale-langpack)\//, reason: "message translations" },
  {
    path: /^\/usr\/share\/(applications|icons|pixmaps|menu|mime|xml|sgml|polkit-1|dbus-1|appdata)\//,
    reason: "desktop",
  },
  {
    path: /^\/usr\/share\/(bash-completion|zsh|fish|binfmts|debhelper|dh-python|perl5\/Debian|initramfs-tools)\//,
    reason: "shells, packaging",
  },
  { path: /^\/usr\/(include|src)\//, reason: "headers and sources" },
  {
    path: /^\/usr\/(share|lib(\/x86_64-linux-gnu)?)\/(pkgconfig|cmake|aclocal)(\/|$)/,
    reason: "build tools' data",
  },
  { path: /\.(a|la|o|h|hpp|pod)$/, reason: "needed to build only" },
  {
    path: /^\/usr\/lib\/(systemd|udev|tmpfiles\.d|sysusers\.d|binfmt\.d|valgrind|debug|modules-load\.d)\//,
    reason: "host services",
  },
  {
    path: /^\/etc\/(init\.d|cron\.[a-z]+|logrotate\.d|default|apt|dpkg|pam\.d|bash_completion\.d|systemd|init)(\/|$)/,
    reason: "host services",
  },
  {
    path: /^\/var\/(lib\/(dpkg|apt|systemd|pam|ucf)|cache|log|mail|spool|backups)\//,
    reason: "the host's own state",
  },
  { path: /^\/usr\/(bin|sbin|games|libexec)\//, reason: "other programs: a unikernel runs one" },
  { path: /^\/usr\/lib\/x86_64-linux-gnu\/gconv\//, reason: "character sets other than the C library's own" },
  {
    path: /^\/usr\/lib\/python[\d.]+\/(test|idlelib\/idle_test|lib2to3\/tests|ensurepip|config-[^/]+)\//,
    reason: "test suites, installers",
  },
  { path: /\/(tests?|testsuite)\/(.*\/)?test_[^/]*\.py$/, reason: "test suites" },
  { path: /\/perl[^/]*\/.*\/t\/[^/]*\.t$/, reason: "test suites" },
];

/** Packages whose data no program reads by itself: the system's own, and those used through DT_NEEDED alone. */
export const packageRules: ReadonlyMap<string, string> = new Map([
  ["libc6", "the loader and libraries come through DT_NEEDED"],
  ["libc-bin", "its locale C.utf8 is added by itself"],
  ["libgcc-s1", "libgcc_s.so.1 is added by itself"],
  ["gcc-12-base", "documentation"],
  ["dpkg", "package management"],
  ["apt", "package management"],
  ["debconf", "package management"],
  ["ucf", "package management"],
  ["tar", "used by packaging scripts"],
  ["sensible-utils", "shell scripts"],
  ["init-system-helpers", "host services"],
  ["systemd", "host services"],
  ["udev", "host services"],
  ["base-files", "licences and the host's identity"],
  ["base-passwd", "accounts are generated"],
  ["debianutils", "other programs"],
  ["ca-certificates", "built by its installation script, from other programs"],
  ["openssl", "other programs"],
  ["adduser", "host services"],
  ["passwd", "host services"],
  ["login", "host services"],
  ["util-linux", "other programs"],
  ["mount", "other programs"],
  ["install-info", "documentation"],
  ["man-db", "documentation"],
  ["python3-pip", "installer"],
  ["python3-setuptools", "installer"],
  ["python3-distutils", "installer"],
]);

/** Packages for building, reading or installing, by the ends of their names. */
export const developmentPackage = /(-dev|-dbg|-doc|-dbgsym|-examples|-venv|-whl|-headers[^ ]*)$/;

/** Merges the split directories into /usr, as every Debian 12 system has them. */
export function mergedUsr(path: string): string {
  return /^\/(bin|sbin|lib|lib32|lib64|libx32)\//.test(path) ? `/usr${path}` : path;
}

/** Why a package's file stays out of the image, or null when it goes in. */
export function dropReason(path: string): string | null {
  const merged = mergedUsr(path);
  for (const rule of fileRules) if (rule.path.test(merged)) return rule.reason;
  return null;
}

/**
 * What of PREFIX/lib/NAME and PREFIX/share/NAME stays out, for a program outside the package system: tests,
 * installers, archives, and packages that were installed on top (`--add` brings those that are wanted).
 */
export const prefixRule =
  /\/(tests?|idle_test|idlelib|ensurepip|site-packages|config-[^/]*|__pycache__\/test_[^/]*)$|\.(a|o)$/;
