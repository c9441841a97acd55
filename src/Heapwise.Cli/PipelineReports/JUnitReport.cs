using System.Globalization;
using System.Text;
using System.Xml;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.PipelineReports;

/// <summary>
/// JUnit's XML, as Jenkins, GitLab and others read it: a suite per scenario, a test case per budget. What could not be decided is a
/// skipped test with its reason, so that it is seen and does not fail.
/// </summary>
internal static class JUnitReport
{
    public static byte[] Write(TestReport report)
    {
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            var cases = report.Scenarios.Select(scenario => (Scenario: scenario, Cases: CasesOf(scenario, report.IsProof))).ToList();
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "heapwise");
            WriteCounts(xml, [.. cases.SelectMany(suite => suite.Cases)], report.Scenarios.Sum(scenario => scenario.Seconds));
            foreach (var (scenario, suite) in cases) WriteSuite(xml, scenario, suite);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static IReadOnlyList<TestCase> CasesOf(ScenarioReport scenario, bool isProof)
    {
        if (isProof || scenario.Error is not null)
        {
            var name = scenario.Planted is { } planted ? $"notices planted memory: {TestText.NameOf(planted)}" : "runs";
            return
            [
                scenario.Error is { } error ? new TestCase(name, "error", error, "")
                : scenario.Outcome == TestOutcome.Passed ? new TestCase(name, null, "", "")
                : new TestCase(name, "failure", TestText.Proof(scenario), ""),
            ];
        }

        return [.. scenario.Budgets.Select(check => CaseOf(check, scenario))];
    }

    private static TestCase CaseOf(BudgetCheck check, ScenarioReport scenario)
    {
        var details = check.Kind == BudgetKind.Leak
            ? string.Join("\n\n", scenario.NewFindings.Select(finding => $"{finding.Title}\n{TestText.Explain(finding, scenario.Name)}"))
            : "";
        var kind = check.Outcome switch { BudgetOutcome.Exceeded => "failure", BudgetOutcome.Unsure => "skipped", _ => null };
        return new TestCase(TestText.NameOf(check.Kind), kind, TestText.Describe(check, scenario), details);
    }

    private static void WriteSuite(XmlWriter xml, ScenarioReport scenario, IReadOnlyList<TestCase> cases)
    {
        var name = SafeText.OneLine(scenario.Name);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        WriteCounts(xml, cases, scenario.Seconds);
        for (var i = 0; i < cases.Count; i++)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", cases[i].Name);
            xml.WriteAttributeString("classname", $"heapwise.{name}");
            xml.WriteAttributeString("time", Seconds(i == 0 ? scenario.Seconds : 0)); // one run for all of them
            WriteResult(xml, cases[i]);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteResult(XmlWriter xml, TestCase test)
    {
        if (test.Result is null) return;
        xml.WriteStartElement(test.Result);
        xml.WriteAttributeString("message", SafeText.OneLine(test.Message));
        if (test.Result != "skipped") xml.WriteAttributeString("type", "heapwise");
        if (test.Details.Length > 0) xml.WriteString(string.Join('\n', test.Details.Split('\n').Select(SafeText.OneLine)));
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<TestCase> cases, double seconds)
    {
        xml.WriteAttributeString("tests", Text(cases.Count));
        xml.WriteAttributeString("failures", Text(cases.Count(test => test.Result == "failure")));
        xml.WriteAttributeString("errors", Text(cases.Count(test => test.Result == "error")));
        xml.WriteAttributeString("time", Seconds(seconds));

        static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <param name="Name">Of the test.</param>
    /// <param name="Result">The element that says what became of it; null where it passed.</param>
    /// <param name="Message">One line.</param>
    /// <param name="Details">Several.</param>
    private readonly record struct TestCase(string Name, string? Result, string Message, string Details);
}
