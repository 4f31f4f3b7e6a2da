"""What the rules of tasks say when they are broken, and what a state of a task is called."""

from collections.abc import Mapping

from bot.text import Text
from sales import tasks as rules
from sales.breaches import RuleBroken

BROKEN: Mapping[type[RuleBroken], Text] = {
    rules.DueInPast: Text("截止日期不能早于今天（{earliest}）。", "It cannot be due before today ({earliest})."),
    rules.DueTooFar: Text(
        "截止日期太远了，最晚明年 {latest}。", "It is due too far ahead: {latest} next year at the latest."
    ),
    rules.StartAfterDue: Text("开始不能晚于截止（{due_on}）。", "It cannot begin after it is due ({due_on})."),
    rules.NothingAsked: Text("请写要做什么。", "Please say what is to be done."),
    rules.NotLater: Text(
        "现在的截止日期就是 {until}，延期要晚于它。", "It is promised for {until}: put it off to a later day."
    ),
    rules.AlreadyTheirs: Text("这项任务本来就由 {name} 负责。", "It is {name}'s task already."),
    rules.NotTheirColleague: Text(
        "{name} 不在你的团队里，任务只能布置给同队的人。", "{name} is not in your team: tasks are given within a team."
    ),
    rules.NotTheirTask: Text(
        "{number} 只有负责人、布置人和团队经理能操作。",
        "Only its owner, who asked for it and the team's manager can change {number}.",
    ),
    rules.DroppedByOthers: Text(
        "{number} 只有布置人和团队经理能取消。", "Only who asked for it and the team's manager can call {number} off."
    ),
}
"""The sentences for the broken rules of `sales.tasks`."""
