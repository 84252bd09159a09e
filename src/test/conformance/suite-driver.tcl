# Run by suite.sh in a copy of Redis's test folder: runs the listed tests of one unit.
#   tclsh suite-driver.tcl UNIT LIST BASEPORT TLS RESULTS
# LIST has the names of the tests, one a line; TLS is yes or no. Writes a line for each test to
# RESULTS, "status<TAB>name", and to the standard output with what went wrong. A status is ok, err, or
# missing for a test that never ran.
#
# The harness may end early: a test hangs, or a server does not start. What was in progress has failed
# then, and the unit is run again without the tests that are decided, until nothing more is.

lassign $argv unit list baseport tls results

fconfigure stdout -buffering line -encoding binary

set longest_silence 60 ;# seconds without an event, after which the harness is ended

proc lines {file} {
  if {![file exists $file]} { return {} }
  set handle [open $file]
  fconfigure $handle -encoding binary
  set read [split [read $handle] "\n"]
  close $handle
  return [lsearch -all -inline -not -exact $read ""]
}

# The harness takes a name with a slash in front for a regular expression, and Tcl's exec takes some
# characters for a redirection: such a name becomes an expression that means it.
proc literally {name} {
  if {![regexp {^(/|<|>|\||&|2>)} $name]} { return $name }
  return "/^[regsub -all {[][$^?+*(){}|.\\]} $name {\\&}]$"
}

# Runs the harness once, for these tests; the answer is the file with what happened.
proc run_harness {pass tests} {
  global unit baseport tls longest_silence env
  set events [file join [pwd] events.$pass]
  file delete $events
  set env(SUITE_EVENTS) $events
  set command [list tclsh tests/test_helper.tcl --single $unit --clients 1 --durable --dont-clean \
    --timeout $longest_silence --baseport $baseport --portcount 700]
  if {$tls} { lappend command --tls }
  foreach test $tests { lappend command --only [literally $test] }
  # A process group of its own, so that whatever a pass leaves behind can be ended.
  set process [exec setsid {*}$command </dev/null >& harness.$pass.log &]
  set file [open pass.pid w]
  puts $file $process
  close $file
  await_end $process $events
  catch {exec kill -TERM -- -$process 2>/dev/null}
  after 100
  catch {exec kill -KILL -- -$process 2>/dev/null}
  file delete pass.pid
  return $events
}

# Until the process has ended, or nothing happened for longer than the harness itself would wait.
proc await_end {process events} {
  global longest_silence
  set last [clock seconds]
  set size -1
  while {[is_running $process] && [clock seconds] - $last <= $longest_silence + 60} {
    after 50
    set now [expr {[file exists $events] ? [file size $events] : 0}]
    if {$now != $size} {
      set size $now
      set last [clock seconds]
    }
  }
}

proc is_running {process} {
  if {[catch {open /proc/$process/status} handle]} { return 0 }
  set status [read $handle]
  close $handle
  return [expr {![regexp {State:\s+[ZX]} $status]}]
}

# Takes the results out of the events of a pass. Answers whether the unit came to its end, and the test
# that was in progress when it did not.
proc read_events {events} {
  set running ""
  set ended 0
  foreach line [lines $events] {
    lassign [split $line "\t"] when status elapsed data
    switch -- $status {
      testing { set running $data }
      ok {
        decide $data ok ""
        set running ""
      }
      err {
        # "[err]: NAME in tests/FILE", then the details.
        if {$running ne "" && [string first "$running in tests/" $data] >= 0} {
          decide $running err $data
          set running ""
        } elseif {$running ne ""} {
          decide $running err "a server block inside of it failed: $data"
          set running ""
        } else {
          note "a server block failed" $data
        }
      }
      exception { note "the harness ended" $data }
      done { set ended 1 }
    }
  }
  return [list $ended $running]
}

proc note {what data} {
  global unit
  puts "\[block\] $unit: $what"
  tell $data
}

proc tell {data} {
  foreach line [lrange [split $data "\x01"] 0 11] {
    if {$line ne ""} { puts "      $line" }
  }
}

# A name may stand for several tests: it is ok if all of them are.
proc decide {name status detail} {
  global decided unit
  if {[dict exists $decided $name] && [dict get $decided $name] ne "ok"} { return }
  dict set decided $name $status
  if {$status ne "ok"} {
    puts "\[$status\] $unit: $name"
    tell $detail
  }
}

proc undecided {tests} {
  global decided
  set left {}
  foreach test $tests {
    if {![dict exists $decided $test]} { lappend left $test }
  }
  return $left
}

set file [open driver.pid w]
puts $file [pid]
close $file

set tests [lines $list]
set decided {}
set pass 0
set before -1
while {[llength [undecided $tests]] > 0 && [dict size $decided] != $before} {
  set before [dict size $decided]
  lassign [read_events [run_harness [incr pass] [undecided $tests]]] ended running
  if {!$ended && $running ne ""} { decide $running err "the harness ended in this test" }
}
foreach test [undecided $tests] { decide $test missing "it never ran" }

# Timing decides a few of them on a busy machine: what failed has one more chance by itself.
foreach test $tests {
  if {[dict get $decided $test] eq "ok"} { continue }
  set first $decided
  set decided {}
  read_events [run_harness [incr pass] [list $test]]
  set again [expr {[dict exists $decided $test] ? [dict get $decided $test] : "missing"}]
  set decided $first
  if {$again eq "ok"} {
    puts "      ok when run once more: $test"
    dict set decided $test ok
  }
}

set file [open $results w]
fconfigure $file -encoding binary
foreach test $tests { puts $file "[dict get $decided $test]\t$unit\t$test" }
close $file
