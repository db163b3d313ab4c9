package io.dbintel.testkit;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What every collector keeps. Extend it in a test on a real server, say which provider, how to
 * reach that server, and how not to: each rule of {@link Collector} and {@link CollectorProvider}
 * is a test of its own.
 *
 * <p>Each rule gets a new collector and a new target, which is closed at its end. For the collector
 * time stands still but between collections, where the schedule's interval passes.
 *
 * @param <C> the configuration
 */
public abstract class CollectorContract<C extends Record> extends ProviderContract<C> {
  private static final int ROUNDS = 3;
  private static final String NOWHERE = "nowhere";

  /** For the test that extends it. */
  protected CollectorContract() {}

  @Override
  protected abstract CollectorProvider<C> provider();

  /** A new target at a server that answers; not opened yet. The server has something to tell. */
  protected abstract Target target() throws Exception;

  /** A new target of the same type where nobody answers; not opened yet. */
  protected abstract Target unreachable() throws Exception;

  /**
   * Called before each collection: the place to do something on the server that the collector tells
   * of. Nothing unless overridden.
   */
  protected void work() throws Exception {}

  /** The database to visit; the first of the target's for a collector of that scope. */
  protected String database(Target target) {
    boolean visits = provider().scope() == CollectorProvider.Scope.DATABASE;
    return visits ? target.databases().stream().findFirst().orElse(NOWHERE) : "";
  }

  /** False for a collector that costs the server nothing; true unless overridden. */
  protected boolean asksTheServer() {
    return true;
  }

  @Override
  final Class<?> kind() {
    return CollectorProvider.class;
  }

  /** A collector's life on one target. */
  private final class Life implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final RecordingContext context = context(clock);
    final Target target;
    final TargetIdentity identity;
    final Collector collector;
    final List<RecordingCollection> collections = new ArrayList<>();

    private Life(Target target, boolean identify) throws Exception {
      this.target = target;
      target.open(inRealTime(target));
      identity = identify ? target.identify() : new TargetIdentity("server", "run");
      collector = Objects.requireNonNull(provider().create(config(), target, context));
    }

    RecordingCollection collection(UnaryOperator<RecordingCollection.Builder> more)
        throws Exception {
      work();
      clock.advance(provider().schedule(config()).interval());
      RecordingCollection collection =
          more.apply(
                  RecordingCollection.builder(target, clock.epochNanos())
                      .collector(provider().name())
                      .database(database(target))
                      .identity(identity))
              .build();
      collections.add(collection);
      return collection;
    }

    RecordingCollection collect(UnaryOperator<RecordingCollection.Builder> more) {
      try {
        RecordingCollection collection = collection(more);
        Watched.run(patience(), "collect()", () -> collector.collect(collection));
        return collection;
      } catch (Exception broken) {
        throw new AssertionError("the test's own work failed", broken);
      }
    }

    RecordingCollection collect() {
      return collect(collection -> collection);
    }

    Life rounds() {
      for (int i = 0; i < ROUNDS; i++) {
        RecordingCollection unused = collect();
      }
      return this;
    }

    RecordingCollection drain() {
      RecordingCollection last = RecordingCollection.of(target, clock.epochNanos());
      Watched.run(patience(), "drain()", () -> collector.drain(last));
      collections.add(last);
      return last;
    }

    List<DbEvent> events() {
      return collections.stream().flatMap(collection -> collection.events().stream()).toList();
    }

    @Override
    public void close() {
      Watched.run(patience(), "close()", collector::close);
      target.close();
    }
  }

  /** A target waits for its server, which no clock of a test moves. */
  private ComponentContext inRealTime(Target target) {
    return new RecordingContext(target.id(), Clock.system(), vocabulary());
  }

  private Life life() throws Exception {
    return new Life(target(), true);
  }

  // --- what it says of itself

  @Test
  final void servesTheTypeOfTheTarget() throws Exception {
    Target target = target();
    try (target) {
      require(
          provider().targetTypes().contains(target.type()),
          "it serves " + provider().targetTypes() + ", not " + target.type());
    }
  }

  @Test
  final void declaresOnlyNamesOfTheVocabulary() {
    for (AttrKey<?> key : provider().contract(config()).provides()) {
      requireKnown(key);
    }
    for (EventType type : provider().contract(config()).emits()) {
      requireKnown(type);
    }
  }

  // --- what it reads

  @Test
  final void emitsWhatItReadsOfTheTypesItDeclares() throws Exception {
    Set<EventType> declared = provider().contract(config()).emits();
    try (Life life = life().rounds()) {
      RecordingCollection unused = life.drain();
      List<DbEvent> events = life.events();
      require(!events.isEmpty(), "it emitted nothing in " + ROUNDS + " collections");
      Set<EventType> emitted = new LinkedHashSet<>();
      events.forEach(event -> emitted.add(event.type()));
      emitted.removeAll(declared);
      require(emitted.isEmpty(), "it emits " + emitted + ", which its contract does not name");
    }
  }

  @Test
  final void writesOnlyAttributesOfTheVocabulary() throws Exception {
    try (Life life = life().rounds()) {
      for (DbEvent event : life.events()) {
        for (AttrKey<?> key : EventTexts.of(event).keys()) {
          requireKnown(key);
        }
      }
    }
  }

  @Test
  final void givesEachMeasurementAFiniteValueAndNoCounterAFall() throws Exception {
    try (Life life = life().rounds()) {
      life.collect(
          collection ->
              collection.identity(new TargetIdentity(life.identity.server(), "another run")));
      for (DbEvent event : life.events()) {
        requireSoundValue(event);
      }
    }
  }

  private static void requireSoundValue(DbEvent event) {
    Instrument instrument = event.type().instrument();
    if (instrument == null) {
      return;
    }
    require(event.hasValue(), "a measurement of " + event.type() + " has no value");
    boolean integer = instrument.valueType() == Instrument.ValueType.LONG;
    double value = integer ? event.longValue() : event.doubleValue();
    require(Double.isFinite(value), event.type() + " is " + value);
    require(
        instrument.kind() != Instrument.Kind.COUNTER || value >= 0,
        "the counter " + event.type() + " fell by " + -value);
  }

  @Test
  final void keepsToTheRoomThereIs() throws Exception {
    try (Life life = life()) {
      for (int room : new int[] {0, 1, 2}) {
        RecordingCollection unused = life.collect(collection -> collection.room(room));
      }
      RecordingCollection unused = life.collect();
    }
  }

  @Test
  final void answersAtEveryLevel() throws Exception {
    try (Life life = life()) {
      for (QueryLevel level : QueryLevel.values()) {
        RecordingCollection unused = life.collect(collection -> collection.level(level));
      }
    }
  }

  @Test
  final void saysWhatItCostTheServer() throws Exception {
    try (Life life = life().rounds()) {
      for (RecordingCollection collection : life.collections) {
        require(
            !asksTheServer() || collection.cost().statements() > 0,
            "a collection cost no statement: it must say so by spent()");
      }
    }
  }

  // --- when it goes wrong

  @Test
  final void isMadeWithoutTouchingTheServer() throws Exception {
    try (Life life = new Life(unreachable(), false)) {
      require(life.collector != null, "create() returned null");
    }
  }

  @Test
  final void throwsWhereNobodyAnswers() throws Exception {
    if (!asksTheServer()) {
      return;
    }
    try (Life life = new Life(unreachable(), false)) {
      if (database(life.target).equals(NOWHERE)) {
        // The engine visits no database of a server that never said which it has.
        return;
      }
      RecordingCollection collection = life.collection(UnaryOperator.identity());
      Throwable thrown = null;
      try {
        boolean unused =
            Watched.call(
                patience(),
                "collect() where nobody answers",
                () -> {
                  life.collector.collect(collection);
                  return true;
                });
      } catch (Exception failure) {
        thrown = failure;
      }
      require(thrown != null, "it did not throw though nobody answered");
      if (thrown instanceof Explained explained) {
        requireSound(explained);
      }
    }
  }

  private void requireSound(Explained failure) {
    require(
        NameForms.isSnakeCase(failure.reason()),
        "the reason '" + failure.reason() + "' is not in snake_case");
    require(failure.status() != HealthStatus.UP, "a failure says that all is well");
    requireNoSecrets(
        List.of(failure.reason(), failure.explanation(), failure.remedy()), "a failure's words");
  }

  @Test
  final void endsWhenItIsGivenUpAndReadsAgain() throws Exception {
    try (Life life = life()) {
      RecordingCollection before = life.collect();
      require(!before.isAbandoned(), "the test's own collection was given up");
      RecordingCollection lost = life.collection(RecordingCollection.Builder::abandonedAtOnce);
      try {
        boolean unused =
            Watched.call(
                patience(),
                "collect() that was given up",
                () -> {
                  life.collector.collect(lost);
                  return true;
                });
      } catch (Exception givenUp) {
        // Is how most end.
      }
      lost.abandon();
      RecordingCollection after = life.rounds().collect();
      require(!after.isAbandoned(), "the test's own collection was given up");
    }
  }

  @Test
  final void drainsWithoutAskingTheServer() throws Exception {
    try (Life life = life().rounds()) {
      RecordingCollection last = life.drain();
      require(last.cost().equals(CollectionCost.NONE), "drain() asked the server");
    }
  }

  @Test
  final void drainsBeforeAnyCollection() throws Exception {
    try (Life life = life()) {
      RecordingCollection unused = life.drain();
    }
  }

  // --- what it says

  @Test
  final void tellsNoSecret() throws Exception {
    try (Life life = life().rounds()) {
      RecordingCollection unused = life.drain();
      for (DbEvent event : life.events()) {
        requireNoSecrets(EventTexts.of(event).texts(), "an attribute of " + event.type());
      }
      requireNoSecrets(life.context.words(), "health or the log");
    }
  }

  @Test
  final void speaksInTheFormsThatMachinesRead() throws Exception {
    try (Life life = life().rounds()) {
      requireNoFaults(life.context);
      for (RecordingCollection collection : life.collections) {
        for (String reason : collection.badRows()) {
          require(
              NameForms.isSnakeCase(reason), "the reason '" + reason + "' is not in snake_case");
        }
      }
    }
  }

  // --- life

  @Test
  final void isMadeAnewForEachTarget() throws Exception {
    try (Life one = life();
        Life other = life()) {
      require(one.collector != other.collector, "two targets share a collector");
    }
  }

  @Test
  final void startsNoThreadWhenItIsMade() throws Exception {
    Target target = target();
    try (target) {
      target.open(inRealTime(target));
      TargetIdentity unused = target.identify();
      Set<Thread> before = Watched.threads();
      try (Collector made = provider().create(config(), target, context(new ManualClock()))) {
        Set<Thread> started = Watched.threads();
        started.removeAll(before);
        require(started.isEmpty(), made + " started " + started);
      }
    }
  }

  @Test
  final void closesTwice() throws Exception {
    try (Life life = life()) {
      RecordingCollection unused = life.collect();
      Watched.run(patience(), "close()", life.collector::close);
      Watched.run(patience(), "close() for the second time", life.collector::close);
    }
  }

  // --- state

  @Test
  final void takesUpTheStateItLeft() throws Exception {
    try (Life life = life().rounds()) {
      if (life.collector instanceof Stateful used) {
        StateRules.survivesARestart(
            used,
            () -> (Stateful) provider().create(config(), life.target, context(new ManualClock())));
      }
    }
  }

  @Test
  final void startsEmptyOnAStateThatIsNotItsOwn() throws Exception {
    try (Life life = life().rounds()) {
      if (life.collector instanceof Stateful used) {
        StateRules.startsEmptyOnForeignBytes(
            used,
            () -> (Stateful) provider().create(config(), life.target, context(new ManualClock())));
      }
    }
  }
}
