import { sh, shLines } from '../../ssh/shell';
import { firewallRecord } from './firewall-record';

const firewalld = sh`
runs_firewalld() { command -v firewall-cmd >/dev/null && systemctl -q is-active firewalld 2>/dev/null; }

# firewalld takes names of /etc/protocols, where ipip is another protocol (94) and 4 has a name that differs by family.
firewalld_protocols() {
  for protocol; do
    case $protocol in ipip) echo 4 ;; *) echo "$protocol" ;; esac
  done
}

# what_is_let_through < firewall-cmd's arguments, a line each
what_is_let_through() { sed 's/.*--add-[a-z]*=//; s/^4$/ipip/' | sort -u; }

# is_covered PORT LIST: firewalld makes one range of ports that touch each other
is_covered() {
  printf '%s\\n' $2 | awk -v wanted="$1" '
    function read(text, into) { split(text, into, /[-\\/]/); if (into[3] == "") { into[3] = into[2]; into[2] = into[1] } }
    BEGIN { read(wanted, want) }
    { split("", have); read($0, have); if (have[3] == want[3] && have[1] + 0 <= want[1] + 0 && want[2] + 0 <= have[2] + 0) found = 1 }
    END { exit !found }'
}

# lacks FIREWALL-CMD-OPTIONS KIND LIST WANTED...: a command's arguments a line
lacks() {
  options=$1 kind=$2 list=$3
  shift 3
  for each; do
    case " $list " in *" $each "*) continue ;; esac
    if [ "$kind" = port ] && is_covered "$each" "$list"; then continue; fi
    echo "$options --add-$kind=$each"
  done
}

# firewalld_lacks INTERFACE PORTS PROTOCOLS TRUSTED: in the zone of the interface, running and permanent
firewalld_lacks() {
  zone=$(firewall-cmd --get-zone-of-interface="$1" 2>/dev/null) || zone=$(firewall-cmd --get-default-zone)
  for options in "--zone=$zone" "--permanent --zone=$zone"; do
    all=$(firewall-cmd $options --list-all)
    lacks "$options" port "$(list_of ports "$all")" $2
    lacks "$options" protocol "$(list_of protocols "$all")" $(firewalld_protocols $3)
  done
  for options in --zone=trusted '--permanent --zone=trusted'; do
    lacks "$options" source "$(list_of sources "$(firewall-cmd $options --list-all)")" $4
  done
}

# list_of KIND ZONE: the zone as \`firewall-cmd --list-all\` tells it
list_of() { printf '%s\\n' "$2" | sed -n "s/^ *$1: *//p"; }

# firewalld_add COMMANDS: one call a zone and kind, since each call starts an interpreter
firewalld_add() {
  calls=$(mktemp)
  awk '
    { call = $0; sub(/=[^=]*$/, "", call) }
    !(call in calls) { order[++count] = call; calls[call] = $0; next }
    { calls[call] = calls[call] " " $NF }
    END { for (each = 1; each <= count; each++) print calls[order[each]] }' "$1" >"$calls"
  while IFS= read -r options; do firewall-cmd -q $options </dev/null; done <"$calls"
  rm -f -- "$calls"
}
`;

/** ufw has names for few protocols; iptables, which it writes the rules for, takes them all. */
const ufw = sh`
runs_ufw() { grep -qsi '^ENABLED=yes' "$ufw_directory/ufw.conf"; }

# ufw_wants PORTS TRUSTED: rules as \`ufw show added\` tells them
ufw_wants() {
  for port in $1; do echo "allow $(printf %s "$port" | tr - :)"; done
  for network in $2; do
    echo "allow from $network"
    echo "route allow from $network"
    echo "route allow to $network"
  done
}

ufw_lacks() {
  added=$(ufw show added 2>/dev/null)
  ufw_wants "$1" "$2" | while IFS= read -r rule; do
    printf '%s\\n' "$added" | grep -qxF -- "ufw $rule" || echo "$rule"
  done
}

# ufw_lacks_protocols PROTOCOLS
ufw_lacks_protocols() {
  for protocol in $1; do
    grep -qsxF -- "$(protocol_rule "$protocol")" "$ufw_directory/before.rules" || echo "$protocol"
  done
}

protocol_rule() {
  case $1 in vrrp) number=112 ;; ipip) number=4 ;; esac
  echo "-A ufw-before-input -p $number -j ACCEPT"
}

# ufw_add_protocols PROTOCOLS: into the table of filters, ahead of where it ends
ufw_add_protocols() {
  missing=$(ufw_lacks_protocols "$1")
  [ -n "$missing" ] || return 0
  edited=$(mktemp)
  rules=$(for protocol in $missing; do protocol_rule "$protocol"; done)
  rules="$rules" awk '/^[*]filter/ { inside = 1 } inside && /^COMMIT/ { print ENVIRON["rules"]; inside = 0 } { print }' \\
    "$ufw_directory/before.rules" >"$edited"
  put_file "$ufw_directory/before.rules" 0640 "$(self)" <"$edited"
  rm -f -- "$edited"
  ufw reload
}
`;

const both = sh`
# check_firewall INTERFACE PORTS PROTOCOLS TRUSTED UFW-DIRECTORY RECORD
check_firewall() {
  ufw_directory=$5
  closed=''
  ! runs_firewalld || closed=$(firewalld_lacks "$1" "$2" "$3" "$4" | what_is_let_through)
  ! runs_ufw || closed="$closed $(ufw_lacks "$2" "$4") $(ufw_lacks_protocols "$3")"
  closed=$(echo $closed)
  stale=$(list_stale "$6" "$2" "$3" "$4" | what_is_let_through | paste -s -d ,)
  [ -z "$closed$stale" ] || {
    echo "\${closed:+not let through: $closed}\${closed:+\${stale:+; }}\${stale:+let through by us, and not wanted any more: $stale}"
    return 1
  }
}

# apply_firewall INTERFACE PORTS PROTOCOLS TRUSTED UFW-DIRECTORY RECORD: nothing is reloaded that others have rules in
apply_firewall() {
  ufw_directory=$5
  commands=$(mktemp)
  if runs_firewalld; then
    firewalld_lacks "$1" "$2" "$3" "$4" >"$commands"
    sed 's/^--permanent //' "$commands" | sort -u | note_opened "$6" firewalld
    firewalld_add "$commands"
  fi
  if runs_ufw; then
    ufw_lacks "$2" "$4" >"$commands"
    note_opened "$6" ufw <"$commands"
    ufw_lacks_protocols "$3" | note_opened "$6" protocol
    while IFS= read -r rule; do ufw $rule </dev/null; done <"$commands"
    ufw_add_protocols "$3"
  fi
  rm -f -- "$commands"
  close_stale "$6" "$2" "$3" "$4"
}
`;

/** How what runs of firewalld and ufw is asked, and told, what it lets through. */
export const firewallLibrary = shLines([firewalld, ufw, firewallRecord, both]);
