#!/bin/sh
# Runs on the host, as root, from where it lies: judge.sh openscap SYSTEM PROFILE | judge.sh lynis
# Writes the judge's report to its standard output and nothing to the host.
here=$(dirname "$(readlink -f "$0")")
case $1 in
openscap)
  export OSCAP_XSLT_PATH="$here/openscap/xsl" OSCAP_CPE_PATH="$here/openscap/cpe"
  # by its own loader: what it starts on the host must find the host's libraries, not these
  "$here"/lib/ld-linux* --library-path "$here/lib" "$here/oscap" xccdf eval --skip-validation \
    --profile "$3" "$here/content/ssg-$2-ds.xml"
  code=$?
  [ $code -eq 2 ] && code=0 # some rule fails
  exit $code
  ;;
lynis)
  cd "$here/lynis" || exit 1
  ./lynis audit system --no-colors --quiet --no-plugins --logfile /dev/null --report-file "$here/lynis.dat" >/dev/null 2>&1
  cat "$here/lynis.dat"
  ;;
esac
