<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="overview.title"/></title>
    <meta name="pageID" content="mucpulse-overview">
    <%@ include file="WEB-INF/head.jspf" %>
    <script src="scripts/overview.js?<c:out value="${version}"/>" defer></script>
</head>
<body>
<div class="mucpulse" id="overview" data-numbers="<c:out value="${numbersUrl}"/>" data-language="<c:out value="${language}"/>">
<%@ include file="WEB-INF/news.jspf" %>
<p><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.intro.cluster"><fmt:param value="${started}"/></fmt:message></c:when><c:otherwise><fmt:message key="overview.intro"><fmt:param value="${started}"/></fmt:message></c:otherwise></c:choose></p>
<div class="mucpulse-news mucpulse-bad" id="stale" role="alert" hidden><fmt:message key="overview.stale"/> <strong></strong></div>

<section id="health" aria-label="<fmt:message key="overview.checks"/>">
    <p class="mucpulse-verdict mucpulse-well"<c:if test="${not empty ill}"> hidden</c:if>><fmt:message key="overview.well"/></p>
    <p class="mucpulse-verdict mucpulse-ill"<c:if test="${empty ill}"> hidden</c:if>><fmt:message key="overview.ill"/></p>
    <ul class="mucpulse-health" data-good="false">
        <c:forEach var="status" items="${ill}">
            <li data-health="<c:out value="${status.id()}"/>" class="mucpulse-is-<c:out value="${status.levelName()}"/>"><span><c:out value="${status.label()}"/></span> <strong><c:out value="${status.value()}"/></strong></li>
        </c:forEach>
    </ul>
    <p class="mucpulse-ill"<c:if test="${empty ill}"> hidden</c:if>><a href="#selftest"><fmt:message key="overview.ill.selftest"/></a></p>
    <details>
        <summary><fmt:message key="overview.checks"/></summary>
        <ul class="mucpulse-health" data-good="true">
            <c:forEach var="status" items="${well}">
                <li data-health="<c:out value="${status.id()}"/>" class="mucpulse-is-<c:out value="${status.levelName()}"/>"><span><c:out value="${status.label()}"/></span> <strong><c:out value="${status.value()}"/></strong></li>
            </c:forEach>
        </ul>
    </details>
</section>

<%@ include file="WEB-INF/selftest.jspf" %>

<h2 class="jive-contentBoxHeader"><fmt:message key="overview.glance"/></h2>
<div class="jive-contentBox">
<c:if test="${servers > 0}">
<p id="cluster-sums"><fmt:message key="overview.sums"><fmt:param><strong data-servers><c:out value="${servers}"/></strong></fmt:param></fmt:message> <span id="cluster-note"><c:out value="${note}"/></span></p>
</c:if>
<dl class="mucpulse-figures" id="figures">
    <c:forEach var="figure" items="${figures}">
        <div>
            <dt><span><c:out value="${figure.feature()}"/></span> <c:out value="${figure.label()}"/></dt>
            <c:choose>
            <c:when test="${servers > 0}">
                <dd><span data-sum="<c:out value="${figure.metric()}"/>"><c:out value="${figure.all()}"/></span> <small><fmt:message key="overview.cluster"/></small></dd>
                <dd class="mucpulse-here"><span data-figure="<c:out value="${figure.metric()}"/>"><c:out value="${figure.value()}"/></span> <small><fmt:message key="overview.all"/></small></dd>
            </c:when>
            <c:otherwise><dd data-figure="<c:out value="${figure.metric()}"/>"><c:out value="${figure.value()}"/></dd></c:otherwise>
            </c:choose>
        </div>
    </c:forEach>
</dl>
</div>

<h2 class="jive-contentBoxHeader"><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.charts.here"/></c:when><c:otherwise><fmt:message key="overview.charts"/></c:otherwise></c:choose></h2>
<div class="jive-contentBox" id="charts" data-newest="<c:out value="${newest}"/>">
    <c:if test="${empty charts}"><p><fmt:message key="overview.charts.none"/></p></c:if>
    <div class="mucpulse-charts">
        <c:forEach var="chart" items="${charts}"><%@ include file="WEB-INF/chart.jspf" %></c:forEach>
    </div>
    <c:if test="${not empty quietCharts}">
    <details>
        <summary><fmt:message key="overview.charts.quiet"/></summary>
        <div class="mucpulse-charts">
            <c:forEach var="chart" items="${quietCharts}"><%@ include file="WEB-INF/chart.jspf" %></c:forEach>
        </div>
    </details>
    </c:if>
</div>

<template id="quiet"><tr><td colspan="2"><fmt:message key="overview.quiet"/></td></tr></template>
<div class="jive-table mucpulse-narrow">
<table id="busiest">
    <caption><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.busiest.cluster"/></c:when><c:otherwise><fmt:message key="overview.busiest"/></c:otherwise></c:choose></caption>
    <thead>
        <tr>
            <th scope="col"><fmt:message key="rooms.room"/></th>
            <th scope="col" class="mucpulse-number"><fmt:message key="overview.messages"/></th>
        </tr>
    </thead>
    <tbody>
        <c:forEach var="room" items="${busiest}">
            <c:url var="link" value="mucpulse-room.jsp"><c:param name="room" value="${room.room()}"/></c:url>
            <tr>
                <th scope="row"><a href="<c:out value="${link}"/>"><c:out value="${room.room()}"/></a></th>
                <td class="mucpulse-number"><c:out value="${room.messages()}"/></td>
            </tr>
        </c:forEach>
        <c:if test="${empty busiest}">
            <tr><td colspan="2"><fmt:message key="overview.quiet"/></td></tr>
        </c:if>
    </tbody>
</table>
</div>

<div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-labelledby="caption-services">
<table id="services">
    <caption id="caption-services"><fmt:message key="overview.services"/></caption>
    <thead>
        <tr>
            <th scope="col" rowspan="2"><fmt:message key="overview.service"/></th>
            <c:forEach var="heading" items="${headings}"><th scope="colgroup" colspan="<c:out value="${heading.labels().size()}"/>" class="mucpulse-heading"><c:out value="${heading.feature()}"/></th></c:forEach>
        </tr>
        <tr>
            <c:forEach var="heading" items="${headings}"><c:forEach var="label" items="${heading.labels()}"><th scope="col" class="mucpulse-count"><c:out value="${label}"/></th></c:forEach></c:forEach>
        </tr>
    </thead>
    <tbody>
        <c:forEach var="line" items="${serviceLines}">
            <c:url var="link" value="mucpulse-overview.jsp"><c:param name="service" value="${line.service()}"/></c:url>
            <tr>
                <th scope="row" class="mucpulse-name"><a href="<c:out value="${link}"/>#detail"><c:out value="${line.service()}"/></a></th>
                <c:forEach var="number" items="${line.numbers()}">
                    <td class="mucpulse-count<c:if test="${number.cell().value() eq '0'}"> mucpulse-dim</c:if>" data-metric="<c:out value="${number.metric()}"/>" data-service="<c:out value="${line.service()}"/>"><c:out value="${number.cell().value()}"/></td>
                </c:forEach>
            </tr>
        </c:forEach>
    </tbody>
</table>
</div>

<h2 class="jive-contentBoxHeader" id="detail"><fmt:message key="overview.detail"/></h2>
<div class="jive-contentBox">
    <form action="mucpulse-overview.jsp#detail" method="get" class="mucpulse-search">
        <label for="service"><fmt:message key="overview.detail.of"/></label>
        <select id="service" name="service">
            <option value=""><fmt:message key="overview.all"/></option>
            <c:forEach var="one" items="${services}">
                <option value="<c:out value="${one}"/>"<c:if test="${one eq chosen}"> selected</c:if>><c:out value="${one}"/></option>
            </c:forEach>
        </select>
        <button type="submit"><fmt:message key="button.show"/></button>
    </form>
    <div class="mucpulse-groups">
    <c:forEach var="group" items="${groups}">
        <section data-group="<c:out value="${group.feature()}"/>" aria-labelledby="group-<c:out value="${group.feature()}"/>">
            <h3 id="group-<c:out value="${group.feature()}"/>"><c:out value="${group.title()}"/></h3>
            <dl class="mucpulse-numbers" data-zero="false">
                <c:forEach var="number" items="${group.numbers()}">
                    <div><dt><c:out value="${number.label()}"/></dt><dd data-metric="<c:out value="${number.metric()}"/>" data-service="<c:out value="${chosen}"/>"><c:out value="${number.cell().value()}"/></dd></div>
                </c:forEach>
            </dl>
            <details<c:if test="${empty group.zeros()}"> hidden</c:if>>
                <summary><fmt:message key="overview.zeros"/></summary>
                <dl class="mucpulse-numbers" data-zero="true">
                    <c:forEach var="number" items="${group.zeros()}">
                        <div><dt><c:out value="${number.label()}"/></dt><dd data-metric="<c:out value="${number.metric()}"/>" data-service="<c:out value="${chosen}"/>"><c:out value="${number.cell().value()}"/></dd></div>
                    </c:forEach>
                </dl>
            </details>
        </section>
    </c:forEach>
    </div>
</div>
</div>
</body>
</html>
