package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.Canaries;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Sessions with canaries wherever a statement or a client can put one, and what must be seen of
 * each, so that a canary that did not come out was there to be seen.
 *
 * <p>Each statement that runs sleeps in a function of its own name: the server does not count
 * literals and aliases when it tells statements apart.
 */
final class PlantedSessions implements AutoCloseable {
  private static final String SIMPLE = "?preferQueryMode=simple";

  private final TestDatabase server;
  private final Canaries canaries;
  private final Clients clients;
  private final List<String> expected = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private final String gid;
  private final String tenant;
  private final Role person;

  /**
   * Makes a database and a role with canaries for names. That must be over before anybody watches:
   * a statement keeps its quoted names when it is normalised.
   */
  PlantedSessions(TestDatabase server, Canaries canaries) throws SQLException {
    this.server = server;
    this.canaries = canaries;
    clients = new Clients(server);
    gid = canaries.mail("gid");
    tenant = "tenant " + canaries.card("database name", "-");
    person = new Role(canaries.mail("role name"), canaries.token("client's password"));
    server.run("create database \"" + tenant + '"');
    server.run("create role \"" + person.name() + "\" login password '" + person.password() + "'");
  }

  /** Opens them all. */
  void plant() throws Exception {
    server.run("create table planted_rows (id int, text text)");
    server.run("create table planted_locked (id int, text text)");
    server.run("create role planted_role login");
    literals();
    numbersAndCodes();
    comments();
    cutTexts();
    preparedAndParameterised();
    bodiesAndCommands();
    locks();
    names();
  }

  /** Pieces of the normalised statements that must be exported. */
  List<String> expected() {
    return expected;
  }

  private void literals() throws SQLException {
    sleep("planted_plain", ", '" + mail("plain") + "', '" + spaced("plain") + "'");
    sleep(
        "planted_escape",
        ", E'it\\'s " + mail("E''") + "\\n', e'\\\\' || '" + token("after E''") + "'");
    sleep(
        "planted_dollar",
        ", $$" + mail("$$") + "$$, $card$ " + spaced("$tag$") + " $$ $card$ || 'x'");
    sleep("planted_national", ", N'" + token("N''") + "', n'" + mail("n''") + "'");
    sleep("planted_continued", ", 'a'\n '" + mail("continued") + "'\n'" + token("more") + "'");
    sleep("planted_list", " where 1 in (2, 1) or '" + mail("in") + "' in ('" + token("in") + "')");
    Connection old = clients.open();
    Clients.run(old, "set standard_conforming_strings = off");
    Clients.run(old, "set escape_string_warning = off");
    function("planted_backslash");
    clients.start(
        old,
        "select planted_backslash(600), 'it\\' " + mail("backslash") + "', '" + token("\\") + "'");
  }

  private void numbersAndCodes() throws SQLException {
    sleep(
        "planted_numeric",
        ", " + canaries.card("number") + ", -" + canaries.card("minus") + ".25e0");
    if (server.major() >= 16) {
      sleep("planted_grouped", ", " + canaries.card("grouped number", "_"));
    }
    sleep("planted_bits", ", X'" + canaries.card("X''") + "', B'1010'");
    String mail = mail("U&''").replace("@", "\\0040");
    StringBuilder coded = new StringBuilder();
    canaries.card("coded").chars().forEach(c -> coded.append("!00").append(Integer.toHexString(c)));
    sleep(
        "planted_unicode",
        ", U&'" + mail + "', U&'" + canaries.written("coded", coded + "'") + " uescape '!'");
  }

  private void comments() throws SQLException {
    function("planted_comment");
    clients.start(
        clients.open(),
        "/* trace "
            + token("comment in front")
            + " */ select planted_comment(600) /* a /* "
            + spaced("nested comment")
            + " */ b "
            + mail("comment")
            + " */ -- "
            + mail("comment at the end"));
  }

  /** The server cuts texts at 1023 bytes: in the midst of these. */
  private void cutTexts() throws SQLException {
    sleep("planted_cut_literal", ", 'a', '" + (mail("cut literal") + ' ').repeat(40) + "'");
    sleep("planted_cut_dollar", ", $a$" + (token("cut $$") + ' ').repeat(60) + "$a$");
    sleep("planted_cut_comment", " /* " + (mail("cut comment") + ' ').repeat(40) + "*/");
    sleep("planted_cut_number", (", " + canaries.card("cut number")).repeat(70));
    sleep("planted_cut_escape", ", E'" + ("\\'" + mail("cut E''")).repeat(40) + "'");
  }

  private void preparedAndParameterised() throws SQLException {
    function("planted_prepared");
    expected.remove("planted_prepared");
    Connection prepared = clients.open();
    Clients.run(
        prepared,
        "prepare planted_plan(text) as select planted_prepared(600), $1, '"
            + mail("prepare")
            + "'");
    clients.start(prepared, "execute planted_plan('" + mail("execute") + "')");
    expected.add("execute planted_plan(?)");
    parameter("planted_parameter", clients.open());
    parameter("planted_inlined", simple());
    function("planted_second");
    clients.start(
        simple(),
        "select '"
            + mail("first of two")
            + "'; select planted_second(600), '"
            + token("2nd")
            + "'");
  }

  private void parameter(String function, Connection connection) throws SQLException {
    function(function);
    String value = mail(function);
    clients.submit(
        () -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select " + function + "(600), ?::text")) {
            statement.setString(1, value);
            return statement.execute();
          }
        });
  }

  private void bodiesAndCommands() throws Exception {
    clients.start(
        clients.open(),
        "do $$ begin perform pg_sleep(600); raise notice '" + mail("do") + "'; end $$");
    expected.add("do ?");
    function("planted_copy");
    Connection copying = clients.open();
    String copy = "copy (select planted_copy(600), '" + spaced("copy") + "') to stdout";
    clients.submit(
        () ->
            copying
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(copy, OutputStream.nullOutputStream()));
    open("alter role planted_role password '" + token("password") + "'", "alter role planted_role");
    open(
        "create user planted_user encrypted password '" + token("encrypted") + "'",
        "create user planted_user");
    open("set local planted.secret = '" + token("set") + "'", "set local planted.secret");
    open("set local planted.bare = " + canaries.word("bare set"), "set local planted.bare");
    open("notify planted_channel, '" + mail("notify") + "'", "notify planted_channel");
    open("comment on table planted_rows is '" + mail("remark") + "'", "planted_rows is ?");
    open(
        "insert into planted_rows values (1, '" + mail("insert") + "')",
        "insert into planted_rows");
    open("declare planted_cursor cursor for select '" + mail("cursor") + "'", "planted_cursor");
    open(
        "create function planted_body() returns text language sql as $f$ select '"
            + mail("function body")
            + "' $f$",
        "create function planted_body");
    open(
        "create subscription planted_feed connection 'host=127.0.0.1 password="
            + token("subscription")
            + "' publication p with (connect = false)",
        "create subscription planted_feed");
    Connection failed = clients.open();
    Clients.run(failed, "begin");
    try {
      Clients.run(failed, "select 1 / 0 as planted_failure, '" + spaced("failed") + "'");
    } catch (SQLException divisionByZero) {
      expected.add("planted_failure");
    }
  }

  private void locks() throws SQLException {
    Clients.run(clients.open(), "select pg_advisory_lock(4711), '" + mail("holder") + "'");
    clients.start(
        clients.open(), "select pg_advisory_lock(4711) as planted_wait, '" + mail("waiter") + "'");
    expected.add("planted_wait");
    Clients.run(
        clients.open(), "begin; lock table planted_locked; prepare transaction '" + gid + "'");
    clients.start(
        clients.open(), "select * from planted_locked where text = '" + mail("row") + "'");
    expected.add("from planted_locked where");
  }

  private void names() throws SQLException {
    name(canaries.mail("application name"));
    name("billing " + canaries.card("application name with a card", " "));
    name(canaries.token("application name with a token"));
    clients.start(
        clients.adopt(server.connect(tenant, person)),
        "select pg_sleep(600) as planted_person, '" + mail("other database") + "'");
    expected.add("planted_person");
  }

  private void name(String application) throws SQLException {
    Connection connection = clients.open();
    try (PreparedStatement set =
        connection.prepareStatement("select set_config('application_name', ?, false)")) {
      set.setString(1, application);
      set.execute();
    }
    clients.start(connection, "select pg_sleep(600)");
  }

  private String mail(String place) {
    return canaries.mail(place);
  }

  private String token(String place) {
    return canaries.token(place);
  }

  private String spaced(String place) {
    return canaries.card(place, " ");
  }

  private Connection simple() throws SQLException {
    return clients.adopt(
        DriverManager.getConnection(
            server.url() + SIMPLE, server.superuser().name(), server.superuser().password()));
  }

  /** A session that runs {@code select function(600)} and whatever comes behind it. */
  private void sleep(String function, String rest) throws SQLException {
    function(function);
    clients.start(clients.open(), "select " + function + "(600)" + rest);
  }

  private void function(String name) throws SQLException {
    server.run(
        "create function " + name + "(float8) returns void language sql as 'select pg_sleep($1)'");
    functions.add(name);
    expected.add(name);
  }

  /** A session that ran a statement and now idles in its transaction. */
  private void open(String sql, String seen) throws SQLException {
    Connection connection = clients.open();
    Clients.run(connection, "begin");
    Clients.run(connection, sql);
    expected.add(seen);
  }

  @Override
  public void close() throws SQLException {
    clients.close();
    tryRun("rollback prepared '" + gid + "'");
    tryRun("drop table if exists planted_rows, planted_locked");
    tryRun("drop database if exists \"" + tenant + '"');
    tryRun("drop role if exists planted_role");
    tryRun("drop role if exists \"" + person.name() + '"');
    for (String function : functions) {
      tryRun("drop function " + function);
    }
  }

  /** What is left of the rest is removed even if this cannot be. */
  private void tryRun(String sql) {
    try {
      server.run(sql);
    } catch (SQLException notThere) {
      // A test that failed early has not planted it.
    }
  }
}
