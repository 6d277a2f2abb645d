# Runs a server (or initdb) as a child and stops it when the pipe on standard input closes, which the
# kernel does however the JVM ended. Arguments: a temporary folder to remove in that case or "", then
# the command. The pipe says "stop" for a normal end. Standard output is the JVM's: one line, the pid.
remove=$1
shift
exec 3<&0
"$@" 3<&- </dev/null >&2 &
server=$!
echo "$server"
exec >&2
(
  quick() { kill -"$1" "$server" 2>/dev/null; }
  gone() { ! kill -0 "$server" 2>/dev/null; }
  trap '' INT HUP TERM
  read -r word <&3
  quick INT
  # A server that is only just starting does not hear the first one.
  while [ "$word" = stop ] && ! gone; do
    sleep 0.2 3<&-
    quick INT
  done
  if [ "$word" != stop ]; then
    [ -n "$remove" ] && : >"$remove/abandoned"
    for step in 1 2 3 4 5; do
      gone && exit
      sleep 0.1 3<&-
    done
    quick QUIT
    sleep 1 3<&-
    quick KILL
  fi
) &
reader=$!
trap '' INT HUP TERM
wait "$server"
status=$?
kill -9 "$reader" 2>/dev/null
if [ -n "$remove" ] && [ -f "$remove/temporary" ] && [ -f "$remove/abandoned" ]; then
  rm -rf -- "$remove"
fi
exit "$status"
